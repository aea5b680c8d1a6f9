// The agenda as several people edit it: rows open in place, move by mouse, finger and keyboard, and
// every few seconds the page asks what others did. What somebody is typing is never touched: their
// row stays where it is, and the server refuses a save that is older than the item. Without this
// script the same buttons, links and forms do the same.

const EVERY = 4000;
const agenda = document.querySelector("[data-agenda]");
const act = document.getElementById("act");
const news = agenda.querySelector("[data-news]");
const words = agenda.dataset;
let days = agenda.querySelector('[data-part="days"]');
let heard = Number(days.dataset.revision);
let etag = "";
let isBusy = false;
let timer = 0;

const row = (key) => days.querySelector(`li[data-item="${key}"]`);
const openRows = () => [...days.querySelectorAll("li[data-item]")].filter((li) => li.querySelector("[data-form]"));
const titleOf = (li) => li.querySelector("h3").textContent;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const pageOf = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

function say(...texts) {
  news.replaceChildren(...texts.map((text) => make("p", { textContent: text })));
  news.hidden = !texts.length;
}

function make(tag, values) {
  return Object.assign(document.createElement(tag), values);
}

// --- the days as the server has them now -------------------------------------------------------

function swap(fresh) {
  const numbers = (part) => [...part.querySelectorAll("[data-day]")].map((one) => one.dataset.day).join();
  if (numbers(fresh) !== numbers(days) && !openRows().length) {
    days.replaceWith(fresh);
    days = fresh;
    return decorate();
  }
  const there = new Set([...fresh.querySelectorAll("li[data-item]")].map((li) => li.dataset.item));
  for (const section of fresh.querySelectorAll("[data-day]")) swapDay(section);
  for (const li of openRows()) if (!there.has(li.dataset.item)) tell(li, words.sayGone);
  for (const part of ["since", "lately"]) days.querySelector(`[data-part="${part}"]`).replaceWith(fresh.querySelector(`[data-part="${part}"]`));
  days.dataset.revision = fresh.dataset.revision;
  decorate();
}

function swapDay(fresh) {
  const own = days.querySelector(`[data-day="${fresh.dataset.day}"]`);
  if (!own) return;
  for (const part of ["head", "clashes", "empty"]) {
    own.querySelector(`[data-part="${part}"]`).replaceWith(fresh.querySelector(`[data-part="${part}"]`));
  }
  const list = own.querySelector("[data-list]");
  merge(list, [...fresh.querySelector("[data-list]").children]);
  list.hidden = !list.children.length;
}

// Rows in which somebody types keep their place in the page; the others are put around them.
function merge(list, fresh) {
  const open = new Map(openRows().map((li) => [li.dataset.item, li]));
  for (const li of [...list.children]) if (!open.has(li.dataset.item)) li.remove();
  let last = null;
  for (const li of fresh) {
    const own = open.get(li.dataset.item);
    if (own) renew(own, li);
    if (own && own.parentElement !== list) continue;
    if (!own && last) last.after(li);
    if (!own && !last) list.prepend(li);
    last = own ?? li;
  }
}

function renew(own, fresh) {
  if (own.dataset.version !== fresh.dataset.version) tell(own, words.sayMeanwhile);
  own.className = fresh.className;
  Object.assign(own.dataset, fresh.dataset);
  own.firstElementChild.replaceWith(fresh.firstElementChild);
  const holder = own.querySelector("[data-form]");
  for (const old of [...holder.parentElement.children]) if (old !== holder) old.remove();
  holder.before(...[...fresh.lastElementChild.children].filter((one) => !("form" in one.dataset)));
}

function tell(li, text) {
  const holder = li.querySelector("[data-form]");
  const note = holder.querySelector("[data-meanwhile]") ?? make("p", { className: "note warn" });
  note.dataset.meanwhile = "";
  note.textContent = text;
  holder.prepend(note);
}

async function ask() {
  clearTimeout(timer);
  try {
    if (!isBusy && !document.hidden) await hear();
  } catch {
    say(words.sayOffline);
  }
  timer = setTimeout(ask, EVERY);
}

async function hear() {
  const headers = etag ? { "If-None-Match": etag } : {};
  const answer = await fetch(`${words.poll}?since=${heard}`, { cache: "no-store", headers });
  if (answer.status === 304 || isBusy) return;
  const page = await pageOf(answer);
  const part = page.querySelector('[data-part="days"]');
  if (!part) return say(words.sayOut);
  etag = answer.headers.get("ETag");
  const said = [...page.querySelectorAll("[data-said] > li")].map((li) => li.textContent);
  if (said.length) say(...said);
  const isNew = part.dataset.revision !== days.dataset.revision;
  heard = Number(part.dataset.revision);
  if (isNew) swap(part);
}

// --- one act at a time -------------------------------------------------------------------------

// Return the page that answers, or null where nothing arrived; its days are shown at once.
async function send(address, values) {
  if (isBusy) return null;
  isBusy = true;
  try {
    const answer = await fetch(address, { method: "POST", body: values });
    const page = await pageOf(answer);
    const part = page.querySelector('[data-part="days"]');
    if (part) swap(part);
    return page;
  } catch {
    say(words.sayLost);
    return null;
  } finally {
    isBusy = false;
  }
}

function values(more) {
  const form = new FormData(act);
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  return form;
}

act.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button) return;
  event.preventDefault();
  const key = button.closest("[data-item]").dataset.item;
  const way = button.getAttribute("formaction").split("/").pop();
  await send(button.formAction, values(button.name ? { [button.name]: button.value } : {}));
  const li = row(key);
  (li?.querySelector(`[formaction$="/${way}"]:not(details *)`) ?? li?.querySelector("[data-grip]"))?.focus();
  ask();
});

async function move(key, day, before) {
  await send(`${words.here}/${key}/move`, values({ day, before }));
  row(key)?.querySelector("[data-grip]").focus();
  const li = row(key);
  if (li) place(li);
  ask();
}

function place(li) {
  const all = [...li.parentElement.children];
  say(fill(words.sayPlaced, { title: titleOf(li), number: all.indexOf(li) + 1, count: all.length }));
}

// --- rows that open in place -------------------------------------------------------------------

agenda.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-edit]");
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  if (link && isPlain) {
    event.preventDefault();
    const li = link.closest("li");
    if (!li.querySelector("[data-form]")) await open(li);
    li.querySelector("[data-form] [name=title]").focus();
  }
  const discard = event.target.closest("[data-form] [data-discard]");
  if (discard) {
    event.preventDefault();
    const li = discard.closest("li");
    li.querySelector("[data-form]").remove();
    li.querySelector("[data-edit]")?.focus();
    etag = "";
    days.dataset.revision = "";
    ask();
  }
});

async function open(li) {
  const address = `${words.here}/${li.dataset.item}`;
  const holder = make("div", {});
  holder.dataset.form = "";
  show(holder, await pageOf(await fetch(address)), li.dataset.item);
  li.lastElementChild.append(holder);
}

function show(holder, page, key) {
  const part = page.querySelector("[data-item-form]");
  for (const one of part.querySelectorAll("[id], [for], [list], [aria-describedby], a[href^='#']")) {
    for (const name of ["id", "for", "list", "aria-describedby"]) {
      if (one.hasAttribute(name)) one.setAttribute(name, `${one.getAttribute(name).split(" ").join(`-${key} `)}-${key}`);
    }
    if (one.matches("a[href^='#']")) one.setAttribute("href", `${one.getAttribute("href")}-${key}`);
  }
  const form = part.querySelector("form.form");
  if (!form.getAttribute("action")) form.setAttribute("action", `${words.here}/${key}`);
  holder.replaceChildren(...part.children);
}

agenda.addEventListener("submit", async (event) => {
  const form = event.target;
  const holder = form.closest("[data-form]");
  if (holder && form.matches(".form")) await save(event, form, holder);
  if (form.matches("[data-add]")) await add(event, form);
});

async function save(event, form, holder) {
  event.preventDefault();
  const key = holder.closest("li").dataset.item;
  const fields = new FormData(form);
  const was = holder.dataset;
  delete was.form; // what is saved may be drawn anew
  const page = await send(form.action, fields);
  if (page?.querySelector("[data-item-form]")) {
    was.form = "";
    show(holder, page, key);
    (holder.querySelector("[role=alert]") ?? holder).scrollIntoView({ block: "nearest" });
    holder.querySelector("[aria-invalid=true], [name=title]").focus();
  } else if (!page) {
    was.form = "";
  } else {
    holder.remove();
    row(key)?.querySelector("[data-edit]").focus();
  }
  ask();
}

async function add(event, form) {
  event.preventDefault();
  const page = await send(form.action, new FormData(form));
  if (!page) return;
  if (page.querySelector("[data-item-form]")) return form.submit();
  form.reset();
  form.elements.title.focus();
  ask();
}

// --- moving by keyboard and by pointer ---------------------------------------------------------

function decorate() {
  for (const li of days.querySelectorAll("li[data-item]")) {
    const place = li.querySelector("[data-acts]");
    if (!place || place.querySelector("[data-grip]")) continue;
    const grip = make("button", { type: "button", className: "btn small bare agenda-grip", textContent: "⠿" });
    grip.dataset.grip = "";
    grip.setAttribute("aria-label", fill(words.sayGrip, { title: titleOf(li) }));
    grip.title = words.sayKeys;
    place.prepend(grip);
  }
}

agenda.addEventListener("keydown", (event) => {
  const li = event.target.closest("li[data-item]");
  const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!li || !way || event.target.closest("[data-form], details[open]")) return;
  if (!event.altKey && !event.target.closest("[data-grip]")) return;
  event.preventDefault();
  const all = [...days.querySelectorAll("[data-list]")];
  const index = all.indexOf(li.parentElement);
  const near = way < 0 ? li.previousElementSibling : li.nextElementSibling;
  const list = near ? li.parentElement : all[index + way];
  if (!list) return place(li);
  const before = near ? (way < 0 ? near : near.nextElementSibling) : way < 0 ? null : list.firstElementChild;
  move(li.dataset.item, list.dataset.list, before?.dataset.item ?? "");
});

let held = null;

agenda.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0 || isBusy) return;
  held = { li: grip.closest("li"), y: event.clientY, target: null };
  grip.setPointerCapture(event.pointerId);
});

agenda.addEventListener("pointermove", (event) => {
  if (!held || (!held.isMoving && Math.abs(event.clientY - held.y) < 5)) return;
  held.isMoving = true;
  held.li.classList.add("held");
  if (event.clientY < 60) scrollBy(0, -12);
  if (event.clientY > innerHeight - 60) scrollBy(0, 12);
  aim(document.elementFromPoint(event.clientX, event.clientY), event.clientY);
});

function aim(under, y) {
  unmark();
  const section = under?.closest("[data-day]");
  if (!section) return;
  const li = under.closest("li[data-item]");
  const box = li?.getBoundingClientRect();
  const isAbove = li && y < box.top + box.height / 2;
  const before = isAbove ? li : (li?.nextElementSibling ?? null);
  held.target = { day: section.dataset.day, before: before?.dataset.item ?? "" };
  if (li) li.classList.add(isAbove ? "over-before" : "over-after");
  else section.classList.add("over");
}

function unmark() {
  held.target = null;
  for (const one of days.querySelectorAll(".over, .over-before, .over-after")) one.classList.remove("over", "over-before", "over-after");
}

function drop(isDone) {
  if (!held) return;
  const { li, target } = held;
  unmark();
  li.classList.remove("held");
  held = null;
  if (isDone && target && target.before !== li.dataset.item) move(li.dataset.item, target.day, target.before);
}

agenda.addEventListener("pointerup", () => drop(true));
agenda.addEventListener("pointercancel", () => drop(false));
addEventListener("keydown", (event) => event.key === "Escape" && drop(false));
addEventListener("visibilitychange", ask);

decorate();
timer = setTimeout(ask, EVERY);
