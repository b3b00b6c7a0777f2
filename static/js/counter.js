/* Counts characters as the server does: composed code points, spaces included unless the field says otherwise. */
import { say } from "./live.js";

const count = (text, withSpaces) => [...(withSpaces ? text : text.replace(/\s+/gu, "")).normalize("NFC")].length;

const watch = (counter) => {
  const field = document.getElementById(counter.dataset.counterFor);
  if (!field || counter.dataset.ready) return;
  counter.dataset.ready = "true";
  const limit = Number(field.dataset.maxchars);
  const show = () => {
    const n = count(field.value, !field.dataset.withoutSpaces);
    const over = n > limit;
    const text = over ? counter.dataset.over.replace("{n}", (n - limit).toLocaleString()) : counter.dataset.text.replace("{n}", n.toLocaleString());
    counter.textContent = text;
    counter.classList.toggle("over", over);
    return text;
  };
  field.addEventListener("input", () => say(show()));
  if (field.value) show();
};

export const start = (root) => {
  for (const counter of root.querySelectorAll("[data-counter-for]")) watch(counter);
};
