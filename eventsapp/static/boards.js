// The board of a round: cards move by mouse, finger and keyboard, each step goes to the server at
// once, and every few seconds the page asks what others did. Of two who move at the same time
// nobody writes over the other: a step made on an older board is refused, and made again by itself
// where it concerns other people. Without this script the links and forms do the same.

const EVERY = 4000;
const EDGE = 70;
const board = document.querySelector("[data-board]");
const form = document.getElementById("act");
const live = document.querySelector("[data-live]");
const bar = document.querySelector("[data-bar]");
const bulk = document.querySelector("[data-bulk]");
const menu = document.querySelector("dialog[data-menu]");
const words = board.dataset;
let held = null; // { id, name, home, over, grip, ghost, costs } while somebody is picked up
let isBusy = false;
let timer = 0;
let typed = "";
let typedAt = 0;

const lanes = () => [...board.querySelectorAll("[data-lane]")];
const laneOf = (key) => board.querySelector(`[data-lane="${key}"]`);
const cardOf = (id) => board.querySelector(`[data-card="${id}"]`);
const nameOf = (card) => card.querySelector(".who a").textContent;
const roomOf = (lane) => lane.querySelector("h2 span").textContent;
const version = () => form.elements.version.value;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

function say(text, isBad = false) {
  live.classList.toggle("bad", isBad);
  live.textContent = text;
}

// --- what the server says ----------------------------------------------------------------------

function apply(answer) {
  if (!answer.lanes) return;
  const ticked = new Set([...board.querySelectorAll("input:checked")].map((one) => one.value));
  const focused = document.activeElement?.closest("[data-card]")?.dataset.card;
  const isGrip = document.activeElement?.matches(".grip");
  for (const [key, html] of Object.entries(answer.lanes)) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    laneOf(key)?.replaceWith(fresh.content);
  }
  for (const box of board.querySelectorAll("input[type=checkbox]")) box.checked = ticked.has(box.value);
  showBulk();
  if (focused) cardOf(focused)?.querySelector(isGrip ? ".grip" : ".who a")?.focus();
  if (answer.bar) bar.innerHTML = answer.bar;
  form.elements.version.value = answer.version;
  for (const act of ["undo", "redo"]) {
    if (act in answer) document.querySelector(`[data-act="${act}"]`).disabled = !answer[act];
  }
}

// What is done with those who are ticked is of no use before somebody is.
function showBulk() {
  const count = board.querySelectorAll("input:checked").length;
  bulk.hidden = !count;
  bulk.querySelector("[data-count]").textContent = count || "";
}

board.addEventListener("change", showBulk);

async function send(address, sent, retry = true) {
  isBusy = true;
  sent.set("version", version());
  sent.set("csrf_token", form.elements.csrf_token.value);
  try {
    const reply = await fetch(address, { method: "POST", body: sent, headers: { Accept: "application/json" } });
    const answer = await jsonOf(reply);
    if (!answer) return false;
    apply(answer);
    if (!reply.ok) {
      const touched = new Set((answer.people ?? []).map(String));
      const isFree = sent.getAll("person").length && sent.getAll("person").every((one) => !touched.has(one));
      if (answer.is_stale && isFree && retry) return await send(address, sent, false);
      say([answer.refused, ...(answer.others ?? [])].join("\n"), true);
      return false;
    }
    say([...answer.said, ...(answer.others ?? [])].join("\n"));
    return true;
  } catch {
    say(words.sayOffline, true);
    return false;
  } finally {
    isBusy = false;
  }
}

async function jsonOf(reply) {
  if (reply.headers.get("Content-Type")?.includes("json")) return reply.json();
  say(words.sayOut, true);
  return null;
}

async function ask() {
  clearTimeout(timer);
  try {
    if (!isBusy && !held && !document.hidden) {
      const reply = await fetch(`${words.state}?since=${version()}`, { cache: "no-store" });
      const answer = await jsonOf(reply);
      if (answer?.csrf) form.elements.csrf_token.value = answer.csrf;
      if (answer && !isBusy && !held && String(answer.version) !== version()) {
        apply(answer);
        if (answer.others?.length) say(answer.others.join("\n"));
      }
    }
  } catch {
    say(words.sayOffline, true);
  }
  timer = setTimeout(ask, EVERY);
}

// --- picking somebody up -----------------------------------------------------------------------

function pickUp(grip) {
  const card = grip.closest("[data-card]");
  const home = card.closest("[data-lane]");
  held = { id: card.dataset.card, name: nameOf(card), card, home, over: home, grip, costs: null };
  card.classList.add("held");
  askCosts(held);
}

async function askCosts(mine) {
  try {
    const reply = await fetch(`${words.base}/people/${mine.id}/costs`, { cache: "no-store" });
    const answer = await reply.json();
    if (held !== mine) return;
    mine.costs = answer.costs;
    for (const lane of lanes()) showCost(lane, answer.costs[lane.dataset.lane]);
  } catch {
    // Without the price the move is still possible; the server says it afterwards.
  }
}

function showCost(lane, cost) {
  const place = lane.querySelector("[data-cost]");
  place.hidden = !cost;
  if (!cost) return;
  const breaks = cost.breaks.length ? ` · ${fill(words.sayBreaks, { count: cost.breaks.length })}` : "";
  place.textContent = `${cost.points > 0 ? "+" : cost.points < 0 ? "−" : "±"}${Math.abs(cost.points)}${breaks}`;
  place.classList.toggle("worse", cost.points > 0 || cost.breaks.length > 0);
  place.classList.toggle("better", cost.points < 0 && !cost.breaks.length);
}

function over(lane) {
  if (!lane || lane === held.over || "shut" in lane.dataset) return;
  held.over = lane;
  for (const one of lanes()) one.classList.toggle("over", one === lane && one !== held.home);
}

function letGo() {
  const mine = held;
  held = null;
  mine.card.classList.remove("held");
  mine.ghost?.remove();
  for (const lane of lanes()) {
    lane.classList.remove("over");
    lane.querySelector("[data-cost]").hidden = true;
  }
  return mine;
}

async function putDown() {
  const mine = letGo();
  if (mine.over === mine.home) return say(fill(words.sayBack, mine));
  say(fill(words.sayBusy, mine));
  const sent = new FormData();
  sent.set("person", mine.id);
  sent.set("room", mine.over.dataset.lane);
  await send(form.action, sent);
  cardOf(mine.id)?.querySelector(".grip")?.focus();
}

function putBack() {
  const mine = letGo();
  mine.grip.focus();
  say(fill(words.sayBack, mine));
}

// --- by keyboard -------------------------------------------------------------------------------

board.addEventListener("keydown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " || event.key === "Enter") {
    event.preventDefault();
    if (held) return putDown();
    pickUp(grip);
    return say(fill(words.sayLifted, { name: held.name, room: roomOf(held.home) }));
  }
  if (!held) return;
  if (event.key === "Escape") return putBack();
  const lane = laneFor(event.key);
  if (!lane) return;
  event.preventDefault();
  over(lane);
  const cost = held.costs?.[lane.dataset.lane];
  const here = lane === held.home ? ` ${fill(words.sayHere, {})}` : "";
  say([`${roomOf(lane)}${here}. ${cost?.said ?? ""}`, ...(cost?.breaks ?? [])].join("\n"));
});

function laneFor(key) {
  const open = lanes().filter((one) => !("shut" in one.dataset));
  const forward = getComputedStyle(board).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(key)) {
    const step = key === forward || key === "ArrowDown" ? 1 : -1;
    return open[open.indexOf(held.over) + step];
  }
  if (key.length !== 1) return null;
  // Labels of several signs, such as 12, are typed without a pause.
  typed = Date.now() - typedAt < 800 ? typed + key.toLowerCase() : key.toLowerCase();
  typedAt = Date.now();
  return open.find((one) => one.dataset.label.toLowerCase() === typed);
}

board.addEventListener("focusout", (event) => {
  if (held && !held.ghost && event.relatedTarget && event.target === held.grip) putBack();
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.matches("input:not([type=checkbox]), textarea")) return;
  const key = event.key.toLowerCase();
  const act = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : null;
  const button = act && document.querySelector(`[data-act="${act}"]`);
  if (!button || button.disabled || isBusy) return;
  event.preventDefault();
  send(button.formAction, new FormData());
});

// --- by mouse and finger -----------------------------------------------------------------------

board.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || event.button || held) return;
  event.preventDefault();
  pickUp(grip);
  held.ghost = held.card.cloneNode(true);
  held.ghost.classList.add("ghost");
  held.ghost.removeAttribute("data-card");
  for (const one of held.ghost.querySelectorAll("[id]")) one.removeAttribute("id");
  held.ghost.setAttribute("aria-hidden", "true");
  document.body.append(held.ghost);
  board.setPointerCapture(event.pointerId);
  follow(event);
});

board.addEventListener("pointermove", (event) => {
  if (held?.ghost) follow(event);
});

function follow({ clientX, clientY }) {
  const side = getComputedStyle(board).direction === "rtl" ? clientX - innerWidth + 20 : clientX - 20;
  held.ghost.style.transform = `translate(${side}px, ${clientY - 20}px)`;
  over(document.elementFromPoint(clientX, clientY)?.closest("[data-lane]"));
  if (clientY < EDGE) scrollBy(0, -24);
  if (clientY > innerHeight - EDGE) scrollBy(0, 24);
}

board.addEventListener("pointerup", () => { if (held?.ghost) putDown(); });
board.addEventListener("pointercancel", () => { if (held?.ghost) putBack(); });

// --- the menu of a card, and the forms ---------------------------------------------------------

board.addEventListener("click", async (event) => {
  const link = event.target.closest(".who a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const reply = await fetch(link.href, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const part = page.querySelector('[data-part="person"]');
  if (!part) return location.assign(link.href);
  const head = document.createElement("h2");
  head.textContent = page.querySelector("h1").textContent;
  const close = document.createElement("button");
  close.className = "btn bare close";
  close.textContent = "×";
  close.setAttribute("aria-label", words.sayClose);
  close.addEventListener("click", () => menu.close());
  menu.replaceChildren(close, head, part);
  menu.dataset.of = link.closest("[data-card]").dataset.card;
  menu.showModal();
});

menu.addEventListener("close", () => cardOf(menu.dataset.of)?.querySelector(".who a")?.focus());

document.addEventListener("submit", async (event) => {
  const isMenu = menu.contains(event.target);
  if (event.target !== form && !isMenu) return;
  event.preventDefault();
  const { submitter } = event;
  const address = submitter?.getAttribute("formaction") ? submitter.formAction : event.target.action;
  const sent = new FormData(event.target, submitter);
  if (isMenu) menu.close();
  if ((await send(address, sent)) && !isMenu) {
    for (const box of board.querySelectorAll("input:checked")) box.checked = false;
    showBulk();
  }
});

showBulk();
timer = setTimeout(ask, EVERY);
document.addEventListener("visibilitychange", ask);
