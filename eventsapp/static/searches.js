// Asks every second how far a search is, and shows it. When it has ended the page is loaded anew:
// without this script the page does that by itself.
const course = document.querySelector("[data-course]");
const EVERY = 1000;

async function look() {
  try {
    const answer = await fetch(course.dataset.course, { headers: { Accept: "application/json" } });
    if (answer.status === 200) {
      const now = await answer.json();
      if (now.state !== course.dataset.state) return location.reload();
      for (const [name, text] of Object.entries(now.words)) {
        const place = course.querySelector(`[data-say="${name}"]`);
        if (place && place.textContent !== text) place.textContent = text;
      }
      draw(now.points);
    }
  } catch {
    // The line was cut: the next question may get through.
  }
  setTimeout(look, EVERY);
}

function draw(points) {
  for (const line of course.querySelectorAll("polyline[data-line]")) {
    line.setAttribute("points", points[line.dataset.line] ?? "");
  }
}

if (course) setTimeout(look, EVERY);
