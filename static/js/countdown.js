/* Counts the last day before a deadline by the server's clock, which arrived with the page; says so only at a few moments. */
import { say } from "./live.js";

const MINUTE = 60000;
const DAY = 24 * 60 * MINUTE;
const SPOKEN = [60, 30, 10, 5, 1];

const watch = (element) => {
  if (element.dataset.ready) return;
  element.dataset.ready = "true";
  const left = element.querySelector(".countdown-left");
  const deadline = Date.parse(element.dataset.deadline);
  const ahead = Date.parse(element.dataset.now) - Date.now();
  const tick = () => {
    const rest = deadline - (Date.now() + ahead);
    if (rest <= 0) {
      left.textContent = element.dataset.ended;
      say(element.dataset.ended);
      return;
    }
    if (rest < DAY) {
      const minutes = Math.ceil(rest / MINUTE);
      left.textContent = element.dataset.text.replace("{h}", Math.floor(minutes / 60)).replace("{m}", minutes % 60);
      if (SPOKEN.includes(minutes)) say(left.textContent);
    }
    setTimeout(tick, Math.min(rest % MINUTE || MINUTE, MINUTE) + 50);
  };
  if (deadline > Date.now() + ahead) tick();
};

export const start = (root) => {
  for (const element of root.querySelectorAll("[data-deadline]")) watch(element);
};
