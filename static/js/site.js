/* Loads what the page needs and nothing else. Every page works without this file. */
const version = new URL(import.meta.url).search;
const features = [
];

const start = (root) => {
  for (const [selector, name] of features) {
    if (root.matches?.(selector) || root.querySelector(selector)) {
      import(`./${name}.js${version}`).then((feature) => feature.start(root));
    }
  }
};

start(document);
document.addEventListener("htmx:load", (event) => start(event.detail.elt));
