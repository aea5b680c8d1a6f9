// The keys 1 to 4 and 0 answer the first question. Without script the buttons do the same.
const first = document.querySelector("form[data-first]");

addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select");
  if (!first || isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) {
    return;
  }
  const button = first.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
  if (button) {
    event.preventDefault();
    button.focus();
    first.requestSubmit(button);
  }
});
