// Keeps «منذ 5 دقائق» true on a page that was made, or left open, a while ago. All words come from
// the page's data block, which the server writes from its one table of counted nouns.
const EVERY = 30_000;
const MINUTE = 60;

const forms = JSON.parse(document.getElementById("time-forms").textContent);
const rules = new Intl.PluralRules("ar");

function digits(count) {
  return String(count).replace(/\d/g, (digit) => forms.digits[digit]);
}

function phrase(seconds) {
  const unit = forms.units.find((candidate) => seconds >= candidate.seconds);
  if (!unit) {
    return forms.moments;
  }
  const whole = Math.floor(seconds / unit.seconds);
  const count = unit.most === null ? whole : Math.min(whole, unit.most);
  const category = rules.select(count);
  const form = unit.forms[category];
  const told = category === "one" || category === "two" ? form : `${digits(count)} ${form}`;
  return `${forms.prefix} ${told}`;
}

function refresh() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    // A moment ahead means that this device's clock is slow: the server's words are better.
    if (seconds > -MINUTE) {
      const text = phrase(seconds);
      if (time.textContent !== text) {
        time.textContent = text;
      }
    }
  }
}

refresh();
setInterval(refresh, EVERY);
// A page that comes back from the background or from the back-forward cache missed its turns.
addEventListener("pageshow", refresh);
// Another script has put times on the page.
document.addEventListener("times-added", refresh);
document.addEventListener("visibilitychange", refresh);
