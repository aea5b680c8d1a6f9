// Keeps one page of attendance on this device, so that it opens while the line is down. The copy has
// names and numbers of people and what was noted of them, and nothing else; no other page is kept.
// It is for one person, goes when they sign out, and is not shown after two days.

const MOST_AGE = 48 * 3_600_000;
const PATIENCE = 5_000;
const OURS = "attendance-";
const page = new URL(registration.scope).pathname;
let isForgotten = false;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(keep(event.data.keep));
  if (event.data.forget) {
    isForgotten = true;
    event.waitUntil(forget(""));
  }
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && address.pathname === page) {
    event.respondWith(pageOrCopy(request));
  } else if (["style", "script", "image"].includes(request.destination)) {
    event.respondWith(caches.match(request).then((copy) => lineOrCopy(request, copy)));
  }
});

async function keep({ owner, copy, parts }) {
  isForgotten = false;
  await forget(OURS + owner);
  const answer = await fetch(copy, { redirect: "manual", cache: "no-store" });
  if (!answer.ok) return drop();
  if (isForgotten) return;
  const cache = await caches.open(OURS + owner);
  await cache.addAll(parts);
  await cache.put(page, answer);
  if (isForgotten) await forget("");
}

// Forgets what was kept for anybody but one person; for everybody if nobody is named.
async function forget(but) {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== but) await caches.delete(name);
  }
}

async function drop() {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS)) await (await caches.open(name)).delete(page);
  }
}

async function pageOrCopy(request) {
  let copy = await caches.match(page);
  if (copy && Date.now() - Date.parse(copy.headers.get("Date")) > MOST_AGE) {
    await drop();
    copy = undefined;
  }
  const answer = await lineOrCopy(request, copy);
  if (answer.status === 404) await drop();
  return answer;
}

async function lineOrCopy(request, copy) {
  if (!copy) return fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    const answer = await Promise.race([fetch(request), late]);
    return answer && answer.status < 500 ? answer : copy;
  } catch {
    return copy;
  }
}
