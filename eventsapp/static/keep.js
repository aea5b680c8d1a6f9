// Keeps what people type into a form on this device until it is sent, so that neither a lost
// connection nor a closed browser costs them their answers. Files, hidden fields and what is marked
// private are never kept. Without this script the browser's own form does what it can.

const DAYS_KEPT = 30;
const form = document.querySelector("form[data-keep]");
const done = document.querySelector("[data-sent]");
const part = (name) => document.querySelector(`[data-part="${name}"]`);

if (done) drop(done.dataset.sent);
if (form) start();

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    const isOld = !kept || Date.now() - kept.at > DAYS_KEPT * 86_400_000;
    if (isOld) drop(key);
    return isOld ? null : kept;
  } catch {
    return null;
  }
}

function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // No storage here: then nothing was kept.
  }
}

function fields() {
  return [...form.elements].filter(
    (one) =>
      one.name &&
      !["hidden", "file", "submit", "button"].includes(one.type) &&
      !one.closest("[data-private]"),
  );
}

function isTicked(one) {
  return one.type === "checkbox" || one.type === "radio";
}

function save() {
  const typed = {};
  for (const one of fields()) {
    if (isTicked(one) && !one.checked) continue;
    if (one.value) (typed[one.name] ??= []).push(one.value);
  }
  // With the same mark as before, what arrives twice is kept once.
  const kept = { at: Date.now(), opened: form.elements.opened.value, typed };
  try {
    localStorage.setItem(form.dataset.keep, JSON.stringify(kept));
    part("forget").hidden = false;
  } catch {
    // No storage here, or it is full: the form works as it would without script.
  }
}

function restore(kept) {
  for (const one of fields()) {
    const values = kept.typed[one.name] ?? [];
    if (isTicked(one)) one.checked = values.includes(one.value);
    else one.value = values[0] ?? "";
  }
  form.elements.opened.value = kept.opened;
  form.dispatchEvent(new Event("change"));
}

async function isReachable() {
  if (!navigator.onLine) return false;
  try {
    const signal = AbortSignal.timeout(20_000);
    await fetch(form.dataset.probe, { method: "HEAD", cache: "no-store", signal });
    return true;
  } catch {
    return false;
  }
}

function start() {
  const key = form.dataset.keep;
  const kept = read(key);
  let isBusy = false;
  let wasLost = false;
  let waiting = 0;

  if (kept && !("typed" in form.dataset)) {
    restore(kept);
    part("restored").hidden = false;
  }
  part("forget").hidden = !kept;

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, 250);
  });
  addEventListener("pagehide", () => {
    if (waiting) save();
  });
  addEventListener("pageshow", () => {
    isBusy = false;
    part("sending").hidden = true;
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    clearTimeout(waiting);
    save();
    part("sending").hidden = false;
    part("lost").hidden = true;
    // Where only the question fails and not the line, the second press goes through.
    if ((wasLost && navigator.onLine) || (await isReachable())) {
      waiting = 0;
      form.submit();
      return;
    }
    wasLost = true;
    isBusy = false;
    part("sending").hidden = true;
    part("lost").hidden = false;
    part("again").focus();
  });

  part("again").addEventListener("click", () => form.requestSubmit());
  part("forget").addEventListener("click", () => {
    clearTimeout(waiting);
    waiting = 0;
    drop(key);
    form.reset();
    for (const one of fields()) {
      if (isTicked(one)) one.checked = false;
      else one.value = "";
    }
    for (const name of ["restored", "lost", "forget"]) part(name).hidden = true;
    form.dispatchEvent(new Event("change"));
    part("forgotten").hidden = false;
    fields()[0].focus();
  });
}
