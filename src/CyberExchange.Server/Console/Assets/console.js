// Keeps the marked part of a page up to date, and moves to the search box with the key "/". Without this script the page works
// all the same and is reloaded by hand.

const LOST_AFTER_MS = 8000;

const part = document.querySelector("[data-stream]");
const live = document.getElementById("live");

if (part && live) {
  follow(part.dataset.stream);
}

const box = document.querySelector("input[type=search]");

if (box) {
  document.addEventListener("keydown", moveToBox);
}

// Not while somebody types, nor in place of what the browser does with a modifier.
function moveToBox(event) {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
    box.select();
  }
}

function follow(address) {
  const source = new EventSource(address);
  let lost = 0;

  source.addEventListener("open", () => {
    clearTimeout(lost);
    lost = 0;
    if (live.textContent !== live.dataset.changed) {
      live.textContent = live.dataset.on;
    }
  });

  // A stream ends every few minutes and the browser opens the next one: only a lasting gap is told.
  source.addEventListener("error", () => {
    lost ||= setTimeout(tellLost, source.readyState === EventSource.CLOSED ? 0 : LOST_AFTER_MS);
  });

  const refresh = oneAtATime(bringIn);
  source.addEventListener("changed", refresh);
}

function tellLost() {
  live.textContent = live.dataset.lost;
}

// Runs the task once more after its end if it was asked for meanwhile.
function oneAtATime(task) {
  let running = false;
  let again = false;
  return async () => {
    again = true;
    if (running) {
      return;
    }
    running = true;
    try {
      while (again) {
        again = false;
        await task();
      }
    } finally {
      running = false;
    }
  };
}

async function bringIn() {
  let answer;
  try {
    answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  } catch {
    tellLost();
    return;
  }
  if (answer.status === 404 || answer.status === 410) {
    location.reload(); // The item is no longer the viewer's: the page that says so takes over.
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-stream]");
  if (!answer.ok || !fresh) {
    tellLost();
    return;
  }
  if (fresh.textContent !== part.textContent) { // Links hold cursors that are sealed anew each time.
    replaceContent(fresh);
    live.textContent = live.dataset.changed;
  }
}

function replaceContent(fresh) {
  const known = new Set(marks().map((line) => line.dataset.item));
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  part.replaceChildren(...fresh.childNodes);
  for (const line of marks()) {
    line.classList.toggle("new", !known.has(line.dataset.item));
  }
  if (focused) {
    part.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }
}

function marks() {
  return [...part.querySelectorAll("[data-item]")];
}
