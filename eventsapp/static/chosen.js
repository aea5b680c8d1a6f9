// Counts who is ticked, and marks their rows. Without script the same buttons act on the same ticks.
const form = document.querySelector("form[data-chosen]");

function show() {
  const isAll = form.elements.all?.checked ?? false;
  const boxes = [...form.querySelectorAll("input[type=checkbox]:not([name=all])")];
  const count = isAll ? Number(form.dataset.all) : boxes.filter((box) => box.checked).length;
  for (const box of boxes) {
    box.closest("tr, li").classList.toggle("on", box.checked || isAll);
  }
  form.querySelector("[data-count]").textContent = form.dataset.chosen.replace("{}", count);
  for (const button of form.querySelectorAll(".bulk button")) {
    button.disabled = count === 0;
  }
}

if (form) {
  form.addEventListener("change", show);
  // A page that comes back from history still has its ticks.
  addEventListener("pageshow", show);
  show();
}
