// Hides a question until the earlier one is answered so that it is asked. The server decides the
// same again; without this script every question is seen, with the sentence that says when it
// counts.

const questions = [...document.querySelectorAll("[data-if]")];

function isAnswered(name, value) {
  return [...document.getElementsByName(name)].some(
    (one) => one.checked && one.value === value && !one.closest("[data-if][hidden]"),
  );
}

function show() {
  for (const one of questions) one.hidden = !isAnswered(one.dataset.if, one.dataset.ifValue);
}

show();
for (const form of document.forms) form.addEventListener("change", show);
