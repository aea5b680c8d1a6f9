// Whoever signed out leaves no names on this device: the pages of attendance that were kept for a
// lost line go, and what was typed of a room. Notes of who was there that were not sent stay; they
// hold no name, and wait for who made them.

async function forget() {
  for (const name of "caches" in window ? await caches.keys() : []) {
    if (name.startsWith("attendance-")) await caches.delete(name);
  }
  for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
    if (one.active?.scriptURL.endsWith("/attendance-worker.js")) await one.unregister();
  }
  try {
    for (const key of Object.keys(localStorage)) {
      const isKept = key.startsWith("attendance:") && key.endsWith(":states");
      if (isKept || key.startsWith("room-notes:")) localStorage.removeItem(key);
    }
  } catch {
    // No storage here: then nothing was kept.
  }
}

await forget();
// A worker that was about to keep a page may have done so meanwhile.
setTimeout(forget, 3_000);
