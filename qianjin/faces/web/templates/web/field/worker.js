// The field works without signal: the shell and its scripts are kept here, nothing of any person. What was
// taken along and what was written lie in IndexedDB; this worker never answers for them.
const KEPT = {{ kept }};

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT.name);
    await cache.addAll(KEPT.files.map((file) => new Request(file, { cache: "reload" })));
    const shell = await fetch(new Request(KEPT.shell, { cache: "reload", credentials: "same-origin" }));
    if (!shell.ok || shell.redirected) throw new Error("signed out");
    await cache.put(KEPT.shell, shell);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(KEPT.mine) && name !== KEPT.name) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

async function shell(request) {
  const found = await (await caches.open(KEPT.name)).match(KEPT.shell);
  return found || fetch(request);
}

async function file(request) {
  const cache = await caches.open(KEPT.name);
  const found = await cache.match(request, { ignoreVary: true });
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && address.pathname === KEPT.shell) event.respondWith(shell(request));
  else if (address.pathname.startsWith(KEPT.statics)) event.respondWith(file(request));
});

if ("sync" in self.registration) {
  self.importScripts(...KEPT.sending);
  self.qianjinBackground(KEPT);
}
