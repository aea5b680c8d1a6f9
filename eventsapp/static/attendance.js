// Saves each note of who is there at once, and finds people as one types. A note stays on this
// device until the secretariat has it, so a lost line, a closed page or an ended session costs
// nothing. Without this script the page is a form with one save.

const form = document.querySelector("form[data-sync]");
const part = (name) => document.querySelector(`[data-part="${name}"]`);

const SOON = 800;
const ONE_NOTE = 3_000;
const AGAIN = 15_000;
const MOST_AT_ONCE = 500;
const PATIENCE = 20_000;

if (form) start();

// What lasts on this device; where it has no storage, as long as the page is open.
function storage() {
  try {
    localStorage.setItem("attendance:", "");
    localStorage.removeItem("attendance:");
    return localStorage;
  } catch {
    const kept = {};
    Object.defineProperties(kept, {
      getItem: { value: (key) => kept[key] ?? null },
      setItem: { value: (key, value) => (kept[key] = value) },
      removeItem: { value: (key) => delete kept[key] },
    });
    return kept;
  }
}

function newKey() {
  const numbers = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(numbers, (one) => one.toString(36)).join("-");
}

function readStates(text) {
  const pairs = text ? text.split(",").map((one) => one.split(":")) : [];
  return new Map(pairs.map(([key, state]) => [Number(key), state]));
}

function start() {
  const facts = form.dataset;
  const store = storage();
  const own = `attendance:${facts.owner}:${facts.place}:`;
  const rows = readRows();
  const flying = new Set();
  let token = form.elements.csrf_token?.value;
  let known = facts.served;
  let problem = "";
  let isBusy = false;
  let waiting = 0;

  function readRows() {
    const found = new Map();
    for (const row of part("roll").children) {
      const inputs = [...row.querySelectorAll("input")];
      const state = inputs.find((one) => one.checked)?.value;
      found.set(Number(inputs[0].name.slice(1)), { row, inputs, state });
    }
    return found;
  }

  // The notes that were not sent yet, oldest first. Each has a place of its own in the storage, so
  // that two open pages do not write over one another.
  function kept() {
    return Object.keys(store)
      .filter((key) => key.startsWith(`${own}note:`))
      .map((key) => JSON.parse(store.getItem(key)))
      .sort((one, other) => one.noted_at.localeCompare(other.noted_at));
  }

  function drop(keys) {
    for (const key of keys) store.removeItem(`${own}note:${key}`);
  }

  function keep(note) {
    try {
      store.setItem(`${own}note:${note.key}`, JSON.stringify(note));
    } catch {
      problem = facts.textFull;
    }
  }

  function note(participation, state) {
    const one = rows.get(participation);
    const now = new Date();
    const recent = kept().findLast(
      (other) =>
        other.participation === participation &&
        !flying.has(other.key) &&
        now - new Date(other.noted_at) < ONE_NOTE,
    );
    const seen = recent ? recent.seen : one.state;
    const key = recent ? recent.key : newKey();
    set(participation, state);
    if (state === seen) drop([key]);
    else keep({ key, participation, state, seen, noted_at: now.toISOString(), served_at: known });
  }

  function set(participation, state) {
    const one = rows.get(participation);
    const input = one?.inputs.find((other) => other.value === state);
    if (!input) return;
    count(one.state, -1);
    count(state, 1);
    one.state = state;
    input.checked = true;
  }

  function numbers(state) {
    return document.querySelectorAll(`[data-count="${state}"]`);
  }

  function count(state, change) {
    for (const one of numbers(state)) one.textContent = Number(one.textContent) + change;
  }

  function show() {
    const notes = kept().length;
    const words = notes ? facts.textKept.replace("{}", notes) : facts.textSaved;
    const said = isBusy && notes ? facts.textSending : [words, notes && problem];
    const status = [said].flat().filter(Boolean).join(" ");
    if (part("status").textContent !== status) part("status").textContent = status;
    part("signin").hidden = !(notes && problem === facts.textSignin);
    part("again").hidden = !notes || isBusy;
    part("drop").hidden = !notes || ![facts.textGone, facts.textRefused].includes(problem);
  }

  // Takes over what the secretariat knows; what this device has not sent yet stays as it is.
  function apply(at, text) {
    const states = readStates(text);
    const unsent = new Map(kept().map((one) => [one.participation, one.state]));
    known = at;
    for (const key of rows.keys()) set(key, unsent.get(key) ?? states.get(key) ?? "not noted");
  }

  function say(sentences) {
    if (!sentences.length) return;
    const lines = sentences.map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    });
    part("said").hidden = false;
    part("words").append(...lines);
  }

  async function look() {
    const signal = AbortSignal.timeout(PATIENCE);
    return fetch(facts.sync, { redirect: "manual", cache: "no-store", signal });
  }

  async function ask(notes, isFirst = true) {
    if (!notes.length) return look();
    if (token) {
      const signal = AbortSignal.timeout(PATIENCE);
      const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
      const sent_at = new Date().toISOString();
      const body = JSON.stringify({ owner: Number(facts.owner), sent_at, notes });
      const answer = await fetch(facts.sync, {
        method: "POST", redirect: "manual", headers, body, signal,
      });
      if (answer.status !== 400 || !isFirst) return answer;
    }
    // A page that was open for long, or is a copy, needs a new token.
    const fresh = await look();
    if (!fresh.ok) return fresh;
    token = (await fresh.json()).token;
    return ask(notes, false);
  }

  async function take(answer) {
    if (answer.ok) {
      const news = await answer.json();
      token = news.token;
      problem = "";
      drop(news.done ?? []);
      apply(news.at, news.states);
      store.setItem(`${own}states`, JSON.stringify({ at: news.at, states: news.states }));
      for (const [state, number] of Object.entries(news.counts)) {
        for (const one of numbers(state)) one.textContent = number;
      }
      for (const one of kept()) count(one.seen, -1), count(one.state, 1);
      say(news.said ?? []);
      if (part("copy")) part("copy").hidden = true;
    } else if (answer.type === "opaqueredirect") {
      problem = facts.textSignin;
    } else if (answer.status === 404) {
      problem = facts.textGone;
    } else if (answer.status === 409 || answer.status === 422) {
      problem = facts.textRefused;
      part("words").replaceChildren();
      say((await answer.json()).said);
    } else {
      problem = facts.textLater;
    }
  }

  async function send() {
    clearTimeout(waiting);
    if (isBusy || !navigator.onLine) return show();
    const notes = kept().slice(0, MOST_AT_ONCE);
    isBusy = true;
    for (const one of notes) flying.add(one.key);
    let pause = SOON;
    show();
    try {
      await take(await ask(notes));
    } catch {
      problem = "";
      pause = AGAIN;
    }
    flying.clear();
    isBusy = false;
    show();
    if (problem === facts.textLater) pause = AGAIN;
    else if (problem) return;
    if (kept().length && navigator.onLine) waiting = setTimeout(send, pause);
  }

  function sendSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(send, SOON);
  }

  function begin() {
    part("save").hidden = part("hint").hidden = true;
    part("status").hidden = false;
    const last = JSON.parse(store.getItem(`${own}states`) ?? "null");
    // A copy may be older than what was saved from it since.
    if (last && last.at > known) apply(last.at, last.states);
    else for (const one of kept()) set(one.participation, one.state);
    if (kept().length || part("copy")) send();
    else show();
  }

  form.addEventListener("change", (event) => {
    if (event.target.type !== "radio") return;
    note(Number(event.target.name.slice(1)), event.target.value);
    show();
    sendSoon();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  part("again").addEventListener("click", send);
  part("drop").addEventListener("click", () => {
    drop(kept().map((one) => one.key));
    location.reload();
  });
  // A line that is just back needs a moment.
  addEventListener("online", sendSoon);
  addEventListener("offline", show);
  addEventListener("storage", show);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") send();
  });
  setInterval(() => {
    if (document.visibilityState === "visible") send();
  }, 60_000);

  begin();
  findAsTyped(rows);
  keepPage(facts);
}

// Letters without their marks, as people type them on any keyboard.
function plain(text) {
  const letters = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i" };
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[łøđßæœı]/g, (one) => letters[one]);
}

function findAsTyped(rows) {
  const search = part("search");
  // A page that lists only some asks for the others by its address.
  if (!search?.dataset.shown || search.elements.q.defaultValue) return;
  const texts = new Map();
  for (const { row } of rows.values()) {
    const words = plain(row.firstElementChild.textContent).split(/[\s,.'’()-]+/);
    texts.set(row, ` ${words.join(" ")}`);
  }
  const find = () => {
    const words = plain(search.elements.q.value).split(/[\s,.'’()-]+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of texts) {
      row.hidden = !words.every((word) => text.includes(` ${word}`));
      if (!row.hidden) shown += 1;
    }
    const said = search.dataset.shown.replace("{}", shown).replace("{}", texts.size);
    part("shown").textContent = words.length ? said : "";
  };
  search.elements.q.addEventListener("input", find);
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    find();
    const first = [...texts.keys()].find((row) => !row.hidden);
    first?.querySelector("input:checked")?.focus();
  });
}

async function keepPage(facts) {
  if (!("serviceWorker" in navigator)) return;
  const message = { owner: facts.owner, copy: facts.copy, parts: facts.parts.split(" ") };
  try {
    await navigator.serviceWorker.register(facts.worker, { scope: facts.page });
    const { active } = await navigator.serviceWorker.ready;
    if (!part("copy")) active.postMessage({ keep: message });
    document
      .querySelector('form[action$="/sign-out"]')
      ?.addEventListener("submit", () => active.postMessage({ forget: true }));
  } catch {
    // Without a worker the page works as long as it is open.
  }
}
