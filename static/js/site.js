/* What every page may use, and the loader of the rest. Every page works without this file; it only makes things quicker.
   Must not lay out pages, hold texts of its own (they come in data attributes) or write inline styles. */
const version = new URL(import.meta.url).search;
const features = [
  ["[data-counter-for]", "counter"],
  ["form[data-autosave-url], form[data-keep]", "autosave"],
  ["[data-files-of]", "files"],
  ["[data-deadline]", "countdown"],
  ["[data-key-help]", "keys"],
  ["[data-sum]", "sum"],
];

/* Text size and contrast: the same cookies that web.display sets, applied in place. */
const chooseDisplay = (event) => {
  const link = event.target.closest("a[data-display]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { display, value } = link.dataset;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `display_${display}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
  document.documentElement.dataset[display] = value;
  for (const other of document.querySelectorAll(`a[data-display="${display}"]`)) {
    if (other.dataset.value === value) other.setAttribute("aria-current", "true");
    else other.removeAttribute("aria-current");
  }
};

/* Menus made of <details>: Escape and a press elsewhere close them. */
const openMenus = () => document.querySelectorAll("details[data-menu][open], details.menu-toggle[open]");
const closeMenus = (event) => {
  if (event.key && event.key !== "Escape") return;
  for (const menu of openMenus()) {
    const panel = menu.classList.contains("menu-toggle") ? menu.parentElement : menu;
    if (event.key || !panel.contains(event.target)) {
      menu.open = false;
      if (event.key) menu.querySelector("summary").focus();
    }
  }
};

/* A form is sent once: a second press does nothing until the page is shown again. */
const release = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
};
const sendOnce = (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
};

const pressButton = async (event) => {
  const button = event.target.closest("[data-copy], [data-print]");
  if (!button) return;
  if ("print" in button.dataset) {
    window.print();
    return;
  }
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  const words = button.querySelector("span");
  const before = words.textContent;
  words.textContent = button.dataset.done;
  (await import(`./live.js${version}`)).say(button.dataset.done, 100);
  setTimeout(() => { words.textContent = before; }, 3000);
};

const start = (root) => {
  for (const [selector, name] of features) {
    if (root.matches?.(selector) || root.querySelector(selector)) {
      import(`./${name}.js${version}`).then((feature) => feature.start(root));
    }
  }
  for (const button of root.querySelectorAll("[data-print]")) button.hidden = false;
  if (navigator.clipboard) for (const button of root.querySelectorAll("[data-copy]")) button.hidden = false;
  root.querySelector("[data-focus]")?.focus();
};

document.addEventListener("click", chooseDisplay);
document.addEventListener("click", closeMenus);
document.addEventListener("click", pressButton);
document.addEventListener("keydown", closeMenus);
window.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:afterSettle", (event) => start(event.detail.elt));
start(document);
