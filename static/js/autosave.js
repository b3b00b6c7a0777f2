/* Saves a long form while it is written. With data-autosave-url the form goes to the server; when that fails, and for forms
   with data-keep alone, the text stays in this tab (sessionStorage: a shared computer keeps nothing once the tab is closed).
   Never keeps passwords, files or hidden fields. Asks before leaving while something is unsaved.
   The server answers 2xx, optionally JSON: version (put into the field "version"), message (shown as it is). */
import { say } from "./live.js";

const PAUSE = 2500;
const RETRY = 20000;
const kept = (element) => element.name && !["hidden", "password", "file", "submit", "button"].includes(element.type) && element.type !== undefined;
const time = (date) => new Intl.DateTimeFormat("ko-KR", { timeZone: "Asia/Seoul", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.key = `draft:${form.dataset.keep || this.url}`;
    this.state = form.querySelector("[data-save-state]") || document.querySelector("[data-save-state]");
    this.dirty = false;
    this.sending = false;
    this.restore();
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", () => this.submitted());
    window.addEventListener("online", () => this.dirty && this.save());
    if (this.edited()) this.changed(); // typed before this file had arrived, or put back by the browser
    window.addEventListener("beforeunload", (event) => { if (this.dirty && !form.dataset.sent) event.preventDefault(); });
  }

  tell(text, failed = false) {
    if (!text) return;
    if (this.state) {
      this.state.textContent = text;
      this.state.classList.toggle("failed", failed);
    }
    say(text, failed ? 200 : 1500);
  }

  values() {
    return [...this.form.elements].filter(kept).map((one) => [one.name, one.value, ["checkbox", "radio"].includes(one.type) ? one.checked : null]);
  }

  edited() {
    return [...this.form.elements].filter(kept).some((one) => (["checkbox", "radio"].includes(one.type)
      ? one.checked !== one.defaultChecked
      : one.defaultValue !== undefined && one.value !== one.defaultValue));
  }

  keep() {
    try { sessionStorage.setItem(this.key, JSON.stringify(this.values())); } catch { /* storage full or switched off: the server copy remains */ }
  }

  forget() {
    try { sessionStorage.removeItem(this.key); } catch { /* nothing was kept */ }
  }

  restore() {
    let copy;
    try { copy = JSON.parse(sessionStorage.getItem(this.key)); } catch { copy = null; }
    if (!Array.isArray(copy) || JSON.stringify(copy) === JSON.stringify(this.values())) return;
    const fields = [...this.form.elements].filter(kept);
    copy.forEach(([name, value, checked], index) => {
      const field = fields[index];
      if (!field || field.name !== name) return;
      if (checked === null) field.value = value;
      else if (field.value === value) field.checked = checked;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.tell(this.form.dataset.restored);
    this.changed();
  }

  changed() {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.url ? this.save() : this.keep()), this.url ? PAUSE : 400);
  }

  submitted() {
    clearTimeout(this.timer);
    if (navigator.onLine) this.forget();
    else this.keep();
  }

  body() {
    const data = new FormData(this.form);
    for (const field of this.form.querySelectorAll("input[type=file]")) data.delete(field.name);
    return data;
  }

  async save() {
    if (this.sending || this.form.dataset.sent) return;
    this.sending = true;
    this.dirty = false;
    try {
      const token = this.form.elements.csrf_token?.value ?? "";
      const answer = await fetch(this.url, { method: "POST", body: this.body(), credentials: "same-origin", redirect: "manual", headers: { "X-CSRFToken": token, Accept: "application/json" } });
      if (!answer.ok) throw new Error(await this.reason(answer));
      await this.saved(answer);
    } catch (error) {
      this.failed(error instanceof TypeError ? "" : error.message);
    } finally {
      this.sending = false;
    }
  }

  async saved(answer) {
    const facts = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (facts.version !== undefined && this.form.elements.version) this.form.elements.version.value = facts.version;
    if (!this.dirty) this.forget();
    this.tell(facts.message || this.form.dataset.saved?.replace("{time}", time(new Date(answer.headers.get("Date") || Date.now()))));
  }

  async reason(answer) {
    if (!answer.headers.get("Content-Type")?.includes("json")) return "";
    return (await answer.json()).detail ?? "";
  }

  failed(reason) {
    this.dirty = true;
    this.keep();
    this.tell([reason, this.form.dataset.failed].filter(Boolean).join(" "), true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), RETRY);
  }
}

export const start = (root) => {
  const forms = root.matches?.("form") ? [root] : root.querySelectorAll("form[data-autosave-url], form[data-keep]");
  for (const form of forms) {
    if (form.dataset.drafting || !(form.dataset.autosaveUrl || form.dataset.keep)) continue;
    form.dataset.drafting = "true";
    new Draft(form);
  }
};
