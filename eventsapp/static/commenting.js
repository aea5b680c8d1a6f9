// Saves a comment as it is typed, after a pause. What could not be sent is kept on this device until
// it was. A comment that was sent already changes only when its author says so: it is only kept.
// Without script there is the button.

const PAUSE = 1500;
const DAYS_KEPT = 30;
const form = document.querySelector("form[data-kept]");

if (form) start();

function typed() {
  const { text, suggested, kind } = form.elements;
  return { text: text.value, suggested: suggested.value, kind: kind.value };
}

function keep() {
  const { version, key } = form.elements;
  // With the same key as before, what arrives twice is kept once.
  const kept = { at: Date.now(), opened: version.value, key: key.value, ...typed() };
  try {
    localStorage.setItem(form.dataset.kept, JSON.stringify(kept));
  } catch {
    // No storage here, or it is full: then the button is what there is.
  }
}

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(form.dataset.kept));
    return found && Date.now() - found.at < DAYS_KEPT * 86_400_000 ? found : null;
  } catch {
    return null;
  }
}

function drop() {
  try {
    localStorage.removeItem(form.dataset.kept);
  } catch {
    // Then nothing was kept.
  }
}

// What was kept has arrived if the page shows it as a comment.
function isShown(before) {
  const shown = [...document.querySelectorAll(".said .words bdi")].map((one) => one.textContent);
  return [before.text, before.suggested].every((words) => !words.trim() || shown.includes(words.trim()));
}

function say(words) {
  form.querySelector("[data-state]").textContent = words;
}

async function save() {
  const before = JSON.stringify(typed());
  if (!form.elements.text.value.trim() && !form.elements.suggested.value.trim()) return;
  const body = new FormData(form);
  body.set("act", "save");
  say(form.dataset.typing);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(20_000),
    });
    const said = await answer.json();
    if (!answer.ok) {
      say(said.error);
      return;
    }
    form.elements.comment.value = said.comment;
    form.elements.version.value = said.version;
    form.elements.opened_with.value = said.opened_with;
    if (before === JSON.stringify(typed())) drop();
    say(said.said);
  } catch {
    say(form.dataset.offline);
  }
}

function start() {
  const isDraft = form.dataset.isDraft === "yes";
  let waiting = 0;
  let running = Promise.resolve();
  const before = kept();
  // Of a comment that was saved elsewhere meanwhile, the newer words stand.
  if (before && isShown(before)) drop();
  else if (before && before.opened === form.elements.version.value) {
    for (const name of ["text", "suggested", "kind", "key"]) form.elements[name].value = before[name];
    say(form.dataset.back);
  }
  form.addEventListener("input", () => {
    keep();
    clearTimeout(waiting);
    if (isDraft) waiting = setTimeout(() => (running = running.then(save)), PAUSE);
  });
  addEventListener("online", () => {
    if (isDraft && kept()) running = running.then(save);
  });
  form.addEventListener("submit", async (event) => {
    clearTimeout(waiting);
    if (form.dataset.sending || !navigator.onLine) {
      if (!navigator.onLine) {
        event.preventDefault();
        keep();
        say(form.dataset.offline);
      }
      return;
    }
    // A save on its way would make the form older than the comment: let it arrive first.
    event.preventDefault();
    await running;
    form.dataset.sending = "yes";
    // Not at once: while this event is told, browsers take no second one.
    setTimeout(() => form.requestSubmit(event.submitter));
  });
  form.elements.text.focus();
}
