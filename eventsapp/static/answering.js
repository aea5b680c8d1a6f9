// Shows the times of a poll on the clock of this device where nobody told us the reader's zone, and
// offers it where it is another than the one we know. Without script the reader chooses from a list.
const form = document.querySelector("form[data-zone]");
const device = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (form && device) {
  const known = form.dataset.zone;
  const isTyped = "typed" in form.dataset;
  const asked = new URLSearchParams(location.search).has("tz");
  if (!known && !isTyped && !asked) {
    const there = new URL(location.href);
    there.searchParams.set("tz", device);
    location.replace(there);
  }
  const button = form.querySelector("[data-device]");
  if (button && known !== device) {
    button.textContent = button.textContent.replace("{}", device.replaceAll("_", " "));
    button.hidden = false;
    button.addEventListener("click", () => {
      form.querySelector("[name=tz]").value = device;
      const act = document.createElement("button");
      act.name = "act";
      act.value = "zone";
      act.hidden = true;
      form.append(act);
      form.requestSubmit(act);
    });
  }
}
