// Keeps a submission on the server as it is typed, so that neither a closed browser nor a lost
// connection costs anybody their text. Without this script the button “Keep the draft” does it.

const QUIET = 1500;
const AGAIN = 15_000;
const form = document.querySelector("form[data-draft]");
let timer = 0;
let isSending = false;

function say(text) {
  form.querySelector("[data-state]").textContent = text;
}

async function keep() {
  const typed = new FormData(form);
  typed.delete("file");
  typed.set("step", "kept");
  try {
    const answer = await fetch(form.action, { method: "POST", body: typed });
    if (isSending) return;
    if (!answer.ok) throw new Error(String(answer.status));
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
    say(form.dataset.kept.replace("{}", time.format(new Date())));
  } catch {
    if (isSending) return;
    say(form.dataset.lost);
    later(AGAIN);
  }
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(keep, delay);
}

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") later(QUIET);
  });
  form.addEventListener("submit", () => {
    isSending = true;
    clearTimeout(timer);
  });
}
