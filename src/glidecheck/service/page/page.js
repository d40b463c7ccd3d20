// The phone page. Text that others wrote is only ever set as text, never as markup.

const LANGUAGES = ["en", "es", "fr", "de", "pt", "id", "it", "pl", "uk", "ru", "ar"];
const LEFTWARDS = ["ar"];
const MOST_PHOTOS = 6;
const SLOW_S = 20; // seconds of reading after which the page says that it goes on

const $ = (id) => document.getElementById(id);
const state = { words: {}, looks: null, photos: [], request: null, key: "", again: null, seen: null, told: null, fixed: null, lines: [], typed: [], refused: [], view: "asking" };
const FEW = 4; // corrections that are shown unfolded

// ---------------------------------------------------------------- words

function t(key, values = {}) {
  const text = state.words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function known(code) {
  const base = code.toLowerCase().split(/[-_]/)[0];
  const modern = base === "in" ? "id" : base; // Android still calls Indonesian "in"
  return LANGUAGES.includes(modern) ? modern : null;
}

function kept() {
  try {
    return localStorage.getItem("glidecheck-language");
  } catch {
    return null; // storage is switched off
  }
}

async function speak(code, keep = false) {
  const answer = await fetch(`/page/words-${code}.json`);
  if (!answer.ok) return;
  state.words = await answer.json();
  state.language = code;
  document.documentElement.lang = code;
  document.documentElement.dir = LEFTWARDS.includes(code) ? "rtl" : "ltr";
  $("language").value = code;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  if (keep) {
    try {
      localStorage.setItem("glidecheck-language", code);
    } catch {
      // it is asked for again next time
    }
  }
  showChosen();
  if (!$("answer").hidden) showAnswer();
  if (!$("failed").hidden && state.failure) showFailure(state.failure);
  document.documentElement.dataset.ready = code;
}

function say(text) {
  $("live").textContent = "";
  requestAnimationFrame(() => ($("live").textContent = text)); // an equal text is told again
}

// ---------------------------------------------------------------- small parts

function make(tag, props = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "on") for (const [event, then] of Object.entries(value)) node.addEventListener(event, then);
    else if (name in node && name !== "lang" && name !== "dir") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...inside.filter((part) => part !== null && part !== undefined && part !== false));
  return node;
}

function view(name) {
  state.view = name;
  $("working").hidden = name !== "working";
  $("failed").hidden = name !== "failed";
  $("answer").hidden = name !== "answer";
}

function focusOn(node) {
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "start" });
}

// ---------------------------------------------------------------- choosing

function take(files) {
  for (const file of files) {
    if (state.photos.length === MOST_PHOTOS) {
      say(t("most", { n: MOST_PHOTOS }));
      break;
    }
    state.photos.push({ file, url: URL.createObjectURL(file) });
  }
  showChosen();
  if (files.length) say(t("chosen", { n: state.photos.length }));
}

function drop(index) {
  URL.revokeObjectURL(state.photos[index].url);
  state.photos.splice(index, 1);
  showChosen();
  say(t("chosen", { n: state.photos.length }));
  const left = $("chosen").querySelectorAll("button");
  (left[Math.min(index, left.length - 1)] ?? $("gallery")).focus();
}

function showChosen() {
  $("chosen").replaceChildren(
    ...state.photos.map(({ file, url }, n) => {
      const picture = make("img", { src: url, alt: t("photo_n", { n: n + 1 }) });
      // A phone's HEIC cannot be shown by every browser; it is read all the same.
      picture.addEventListener("error", () => picture.replaceWith(make("span", { class: "name" }, file.name)));
      const label = t("remove_n", { n: n + 1 });
      return make("li", {}, picture, make("button", { class: "button", type: "button", "aria-label": label, on: { click: () => drop(n) } }, t("remove")));
    }),
  );
  $("check").hidden = !state.photos.length;
}

// ---------------------------------------------------------------- asking the service

function ask(path, body, json) {
  state.request?.abort();
  const request = new XMLHttpRequest(); // fetch cannot tell how much of a photo has left the phone
  state.request = request;
  const done = new Promise((resolve, reject) => {
    request.open("POST", path);
    if (json) request.setRequestHeader("Content-Type", "application/json");
    if (state.key) request.setRequestHeader("X-API-Key", state.key);
    request.setRequestHeader("Accept-Language", state.language);
    request.responseType = "text";
    request.upload.addEventListener("progress", (event) => event.lengthComputable && sent(event.loaded / event.total));
    request.upload.addEventListener("load", () => sent(1));
    request.addEventListener("load", () => {
      let told = null;
      try {
        told = JSON.parse(request.responseText);
      } catch {
        // a proxy's page: its status says enough
      }
      if (request.status === 200 && told?.scan) resolve({ language: request.getResponseHeader("Content-Language") ?? "en", ...told });
      else reject({ status: request.status === 200 ? 502 : request.status, problem: told, wait: Number(request.getResponseHeader("Retry-After")) || 0 });
    });
    request.addEventListener("error", () => reject({ status: 0 }));
    request.addEventListener("abort", () => reject({ status: -1 }));
  });
  request.send(body);
  return done;
}

function sent(share) {
  if (state.view !== "working") return;
  if (share < 1) {
    $("bar").value = share;
    $("step").textContent = t("sending", { n: Math.floor(100 * share) });
  } else if (!state.reading) {
    state.reading = Date.now();
    $("bar").removeAttribute("value"); // how long a label takes is not known before
    $("step").textContent = t("reading");
    say(t("reading"));
  }
}

function tick() {
  if (state.view !== "working" || !state.reading) return;
  const seconds = Math.round((Date.now() - state.reading) / 1000);
  $("step").textContent = t(seconds < SLOW_S ? "reading_s" : "slow_s", { n: seconds });
  if (seconds >= SLOW_S && !state.saidSlow) {
    state.saidSlow = true;
    say(t("slow"));
  }
}

async function check(path, body, json, then) {
  state.again = () => check(path, body, json, then);
  state.reading = 0;
  state.saidSlow = false;
  $("bar").value = 0;
  $("step").textContent = t("sending", { n: 0 });
  view("working");
  $("check").disabled = true;
  focusOn($("doing"));
  const timer = setInterval(tick, 1000);
  try {
    const [told] = await Promise.all([ask(path, body, json), looks()]);
    then(told);
    view("answer");
    showAnswer();
    focusOn($("verdict"));
  } catch (failure) {
    if (failure.status === undefined) throw failure; // a bug of ours: the console tells
    if (failure.status === -1) {
      view(state.told ? "answer" : "asking");
      say(t("stopped"));
      focusOn(state.told ? $("verdict") : $("title").parentElement.querySelector("input"));
    } else {
      state.failure = failure;
      view("failed");
      showFailure(failure);
      focusOn($("what"));
    }
  } finally {
    clearInterval(timer);
    $("check").disabled = false;
  }
}

async function looks() {
  if (state.looks) return;
  const answer = await fetch("/page/looks.json").catch(() => null);
  if (!answer?.ok) throw { status: answer?.status ?? 0 };
  state.looks = await answer.json();
}

function showFailure({ status, problem, wait }) {
  const down = status === 503 && wait >= 300; // the reader cannot be used at all: waiting half a minute does not help
  const which = down ? "broken" : { 0: "offline", 401: "locked", 413: "large", 429: "busy", 503: "busy" }[status] ?? (status >= 500 ? "broken" : "refused");
  $("what").textContent = t(`fail_${which}`);
  $("next").textContent = t(`fail_${which}_next`, { n: wait || 30 });
  // The service tells its reasons in English: on a page in another language the words above must do.
  $("detail").textContent = state.language === "en" ? [problem?.detail, problem?.next].filter(Boolean).join(" ") : "";
  $("unlock").hidden = which !== "locked";
  $("again").hidden = which === "locked";
}

function checkPhotos() {
  const form = new FormData();
  for (const { file } of state.photos) form.append("photo", file, file.name || "photo.jpg");
  return check("/v1/look", form, false, first);
}

function checkText() {
  const text = $("given").value;
  if (!text.trim()) {
    say(t("text_empty"));
    $("given").focus();
    return null;
  }
  const form = new FormData();
  form.append("text", text);
  return check("/v1/look", form, false, (told) => {
    first(told);
    state.typed = text.split("\n");
  });
}

function first(told) {
  state.told = state.seen = told;
  state.fixed = null;
  state.refused = [];
  state.lines = (told.lines ?? []).map((line) => ({ ...line, read: line.text, edited: false }));
}

function checkCorrected() {
  const read = state.lines.length ? state.lines : state.typed.map((text) => ({ text, edited: false }));
  const lines = read.map(({ text, edited }) => ({ text, edited }));
  const refused = state.refused.map(({ printed }) => printed);
  const body = JSON.stringify({ lines, refused, product: state.seen.scan.product, language: state.language });
  return check("/page/correct", body, true, (told) => {
    state.told = told;
    state.fixed = lines.filter((line) => line.edited).length + refused.length;
  });
}

// ---------------------------------------------------------------- the answer

// On a page that runs leftwards, a sentence in another language does not: otherwise its full stop would stand before it.
function way(text) {
  return document.documentElement.dir === "rtl" && !/[\u0590-\u08ff]/.test(text) ? "ltr" : undefined;
}

// Sentences of the service that are not in the page's language say so to a screen reader.
const elsewhere = () => ((state.told.language ?? "en") === state.language ? undefined : (state.told.language ?? "en"));

function toneOf(scan) {
  if (!scan.verdict) return "skipped";
  return scan.verdict === "CAUTION" ? (scan.caution_kind ?? "anaesthetic") : scan.verdict.toLowerCase();
}

function toneOfFinding(scan, finding) {
  if (finding.severity !== "caution") return { avoid: "avoid", review: "review" }[finding.severity] ?? "known";
  const kind = state.looks.kinds[finding.rule];
  if (kind) return kind;
  return ["anaesthetic", "companion"].includes(finding.class) ? finding.class : "active";
}

const gravity = (tone) => Object.keys(state.looks.tones).indexOf(tone);

function toneOfIngredient(scan, index) {
  const found = scan.findings.filter((f) => f.ingredient === index).map((f) => toneOfFinding(scan, f));
  const worst = found.sort((a, b) => gravity(a) - gravity(b))[0] ?? "known";
  if (worst !== "known") return worst;
  const { name, classes } = scan.ingredients[index];
  if (!name) return "review";
  return classes.includes("glide") ? "glide" : "known";
}

function mark(tone) {
  return make("span", { class: "mark", "aria-hidden": "true" }, state.looks.tones[tone]);
}

function showAnswer() {
  const { scan } = state.told;
  const parts = [verdictCard(scan), corrections(), because(scan), taken(scan), told("change", scan), told("care", scan), rest(scan), pictures(), lines(), fresh()];
  $("answer").replaceChildren(...parts.filter(Boolean));
}

function verdictCard(scan) {
  const tone = toneOf(scan);
  return make(
    "div",
    { class: `verdict tone-${tone}` },
    make("h2", { id: "verdict", tabIndex: -1 }, mark(tone), make("span", {}, t(`verdict_${tone}`))),
    make("p", { class: "plain", lang: elsewhere() }, scan.answer.plain),
    make("p", { class: "headline", lang: elsewhere() }, scan.answer.do),
    elsewhere() && make("p", {}, t("in_other")),
    state.fixed !== null && make("p", {}, t("with_edits", { n: state.fixed })),
  );
}

// The one thing that decided it, with its print on the photo.
function because(scan) {
  const { why, printed, advice } = scan.answer;
  const proof = state.fixed === null && state.seen.proof?.[0]?.picture;
  return make(
    "section",
    {},
    make("h2", {}, t("why")),
    make("p", { lang: elsewhere(), dir: way(why) }, why),
    proof && make("img", { class: "proof", src: proof, alt: t("proof", { printed: printed ?? "" }) }),
    printed && make("p", { class: "soft" }, t("label_says"), " ", make("bdi", {}, printed)),
    ...advice.map((text) => make("p", { lang: elsewhere(), dir: way(text) }, text)),
  );
}

function told(part, scan) {
  const said = scan.answer[part];
  if (!said.length) return null;
  const title = part === "change" && scan.skipped ? "next" : part;
  return make("section", {}, make("h2", {}, t(title)), make("ul", { class: "advice", lang: elsewhere() }, ...said.map((text) => make("li", { dir: way(text) }, text))));
}

function rest(scan) {
  if (scan.skipped) return null;
  const read = make("p", { class: "soft" }, t(`reading_${scan.reading}`));
  const parts = [read, findings(scan), retake(scan), names(scan)].filter(Boolean);
  return make("details", { class: "rest" }, make("summary", {}, t("rest")), ...parts);
}

function corrections() {
  if (state.fixed === null) return null;
  const before = toneOf(state.seen.scan);
  return make("p", { class: "note" }, `${t("before", { verdict: t(`verdict_${before}`) })} ${t("never_glide")}`);
}

// What was not clear, and what it was taken for; a harmless name may be refused, a danger is kept.
function taken(scan) {
  const likely = scan.ingredients.filter((i) => i.name && ["fuzzy", "posterior"].includes(i.method) && i.name.toLowerCase() !== i.printed.toLowerCase());
  const found = [...new Map(likely.map((i) => [i.printed, i])).values()];
  const n = found.length + state.refused.length;
  if (!n) return null;
  const grave = (i) => i.classes.some((c) => ["retinoid", "anaesthetic"].includes(c));
  const link = (words, label, click) => make("button", { class: "link", type: "button", "aria-label": label, on: { click } }, words);
  const refuse = (i) => {
    state.refused.push({ printed: i.printed, name: i.name });
    return checkCorrected();
  };
  const undo = (said) => {
    state.refused = state.refused.filter((r) => r !== said);
    return checkCorrected();
  };
  const items = [
    ...found.map((i) => make("li", {}, t("taken", { printed: i.printed, name: i.name }), " ", !grave(i) && link(t("not_so"), t("not_so_n", { printed: i.printed, name: i.name }), () => refuse(i)))),
    ...state.refused.map((said) => make("li", {}, t("refused", { printed: said.printed }), " ", link(t("undo"), `${t("undo")}: ${said.printed}`, () => undo(said)))),
  ];
  return make("details", { class: "taken", open: n <= FEW }, make("summary", {}, t("taken_title", { n })), make("p", { class: "soft" }, t("taken_lead")), make("ul", { class: "advice" }, ...items));
}

function findings(scan) {
  // Those of one class together, and all that only make it no plain glide: forty of a moisturiser are one thing to read.
  const groups = new Map();
  for (const finding of scan.findings) {
    const tone = toneOfFinding(scan, finding);
    const key = tone === "companion" ? tone : `${tone} ${finding.class}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const ordered = [...groups.values()].sort((a, b) => gravity(toneOfFinding(scan, a[0])) - gravity(toneOfFinding(scan, b[0])));
  if (!ordered.length) return null;
  return make("ul", { class: "findings" }, ...ordered.map((group) => finding(scan, group)));
}

function finding(scan, group) {
  const tone = toneOfFinding(scan, group[0]);
  // Of each rule the first finding is told, and for which other names it holds.
  const rules = new Map();
  for (const found of group) rules.set(found.rule, [...(rules.get(found.rule) ?? []), found]);
  const named = (f) => (f.ingredient === null ? null : scan.ingredients[f.ingredient].name ?? scan.ingredients[f.ingredient].printed);
  const words = [...rules.values()].flatMap(([first, ...others]) => {
    const names = [...new Set(others.map(named))].filter((name) => name && name !== named(first));
    return [
      make("p", { lang: elsewhere(), dir: way(first.summary) }, first.summary),
      names.length > 0 && make("p", {}, t("same_for", { names: names.join(", ") })),
      first.advice && make("p", { lang: elsewhere(), dir: way(first.advice) }, first.advice),
    ];
  });
  const sources = [...new Set(group.flatMap((f) => f.sources))];
  return make(
    "li",
    { class: `tone-${tone}` },
    make("h3", {}, mark(tone), make("span", {}, t(`tone_${tone}`))),
    ...words,
    sources.length > 0 && make("details", {}, make("summary", {}, t("sources", { n: sources.length })), make("ul", { lang: "en", dir: "ltr" }, ...sources.map(source))),
  );
}

function source(id) {
  const told = state.looks.sources[id] ?? { title: id, url: null };
  if (!/^https?:\/\//.test(told.url ?? "")) return make("li", {}, told.title);
  return make("li", {}, make("a", { href: told.url, target: "_blank", rel: "noreferrer noopener" }, told.title));
}

function retake(scan) {
  if (!scan.retake.length) return null;
  return make("section", {}, make("h3", {}, t("retake")), make("ul", { class: "advice", lang: elsewhere() }, ...scan.retake.map((text) => make("li", { dir: way(text) }, text))));
}

function pictures() {
  const shown = (state.seen.pictures ?? []).filter((p) => p.picture);
  if (!shown.length) return null;
  return make(
    "section",
    {},
    make("h2", {}, t(state.fixed === null ? "photo_title" : "photo_before")),
    ...shown.map(({ photo, picture }) => {
      const alt = described(photo);
      const label = `${t("enlarge")}: ${t("photo_n", { n: photo + 1 })}`;
      const image = make("img", { src: picture, alt });
      return make("button", { class: "shot", type: "button", on: { click: () => enlarge(picture, alt) } }, image, make("span", {}, label));
    }),
  );
}

function described(photo) {
  const { scan } = state.seen;
  const named = scan.ingredients
    .map((i, n) => ({ ...i, tone: toneOfIngredient(scan, n) }))
    .filter((i) => i.photo === photo && i.box && gravity(i.tone) < gravity("known"))
    .map((i) => `${i.name ?? i.printed} (${t(`tone_${i.tone}`)})`);
  return t("boxed", { n: photo + 1, names: [...new Set(named)].join(", ") || "–" });
}

function names(scan) {
  if (!scan.ingredients.length) return null;
  return make(
    "section",
    {},
    make("h3", {}, t("ingredients", { n: scan.ingredients.length })),
    make("ol", { class: "names" }, ...scan.ingredients.map((ingredient, n) => name(scan, ingredient, n))),
  );
}

function name(scan, ingredient, index) {
  const tone = toneOfIngredient(scan, index);
  const printed = ingredient.printed;
  const title = [printed];
  if (ingredient.amount && !printed.includes(ingredient.amount.printed)) title.push(ingredient.amount.printed);
  const is = [];
  if (ingredient.name && ingredient.name.toLowerCase() !== printed.toLowerCase()) is.push(ingredient.name);
  if (ingredient.common) is.push(ingredient.common);
  is.push(...ingredient.classes.map((c) => t(`class_${c}`)));
  if (!["list", "claim"].includes(ingredient.section)) is.push(t(`section_${ingredient.section}`));
  if (ingredient.section === "claim") is.push(t("section_claim"));
  if (ingredient.name && !["exact", "synonym"].includes(ingredient.method)) is.push(t("doubtful"));
  const edited = ingredient.readers.includes("edited by you");
  return make(
    "li",
    { class: `tone-${tone}` },
    mark(tone),
    make("span", { class: "print" }, title.join(", "), edited ? " " : null, edited && make("span", { class: "badge" }, t("edited"))),
    make("span", { class: "is" }, make("span", { class: "tone" }, t(tone === "known" ? "name_known" : `tone_${tone}`)), is.length ? ` · ${is.join(" · ")}` : null),
  );
}

// ---------------------------------------------------------------- the lines that were read

function lines() {
  if (!state.lines?.length) return null;
  const button = make("button", { class: "button strong wide", type: "button", on: { click: checkCorrected } }, t("check_edits"));
  const bar = make("div", { class: "send" }, button);
  const noted = () => (bar.hidden = !state.lines.some((line) => line.edited));
  noted();
  return make(
    "details",
    { class: "read" },
    make("summary", {}, t("lines")),
    make("p", { class: "soft" }, t("lines_lead")),
    make("ul", { class: "lines" }, ...state.lines.map((line, n) => lineOf(line, n, noted))),
    bar,
  );
}

function lineOf(line, n, noted) {
  const id = `line-${n}`;
  const input = make("input", { type: "text", id, dir: "auto", value: line.text, autocomplete: "off", autocapitalize: "off", spellcheck: false });
  const badge = make("span", { class: "badge" }, t("edited"));
  const undo = make("button", { class: "link", type: "button", "aria-label": t("undo_n", { n: n + 1 }) }, t("undo"));
  const row = make("div", { class: "row" }, badge, undo);
  const many = (state.seen.pictures ?? []).length > 1;
  const label = many ? t("line_photo_n", { n: n + 1, photo: line.photo + 1 }) : t("line_n", { n: n + 1 });
  const item = make(
    "li",
    {},
    line.picture && make("img", { src: line.picture, alt: t("crop_n", { n: n + 1 }) }),
    make("label", { htmlFor: id }, label, line.confidence < 0.9 ? ` · ${t("unsure")}` : null),
    input,
    row,
  );
  const changed = () => {
    line.text = input.value;
    line.edited = line.text !== line.read;
    row.hidden = !line.edited;
    item.classList.toggle("edited", line.edited);
    noted();
  };
  input.addEventListener("input", changed);
  input.addEventListener("change", () => line.edited && say(t("edited_n", { n: n + 1 })));
  undo.addEventListener("click", () => {
    input.value = line.read;
    changed();
    input.focus();
  });
  row.hidden = !line.edited;
  item.classList.toggle("edited", line.edited);
  return item;
}

function fresh() {
  return make("button", { class: "button wide", type: "button", on: { click: restart } }, t("another"));
}

function restart() {
  for (const { url } of state.photos) URL.revokeObjectURL(url);
  Object.assign(state, { photos: [], told: null, seen: null, fixed: null, lines: [], typed: [], refused: [] });
  $("given").value = "";
  showChosen();
  view("asking");
  $("answer").replaceChildren();
  scrollTo({ top: 0 });
  $("camera").focus();
}

// ---------------------------------------------------------------- the photo, large

let scale = 1;

function enlarge(picture, alt) {
  $("large").src = picture;
  $("large").alt = alt;
  scale = 1;
  $("zoom").showModal();
  resize();
  $("close").focus();
}

function resize() {
  const pane = $("pane");
  const across = (pane.scrollLeft + pane.clientWidth / 2) / Math.max(1, pane.scrollWidth);
  const down = (pane.scrollTop + pane.clientHeight / 2) / Math.max(1, pane.scrollHeight);
  $("large").style.width = `${Math.round(100 * scale)}%`;
  pane.scrollLeft = across * pane.scrollWidth - pane.clientWidth / 2; // what was in the middle stays there
  pane.scrollTop = down * pane.scrollHeight - pane.clientHeight / 2;
  $("in").disabled = scale >= 8;
  $("out").disabled = scale <= 1;
}

function zoom(by) {
  scale = Math.min(8, Math.max(1, scale * by));
  resize();
}

// ---------------------------------------------------------------- begin

for (const id of ["camera", "gallery"]) {
  $(id).addEventListener("change", (event) => {
    take([...event.target.files]);
    event.target.value = ""; // the same photo may be chosen again after it was removed
  });
}
$("photos").addEventListener("submit", (event) => {
  event.preventDefault();
  if (state.photos.length) checkPhotos();
});
$("text").addEventListener("submit", (event) => {
  event.preventDefault();
  checkText();
});
$("unlock").addEventListener("submit", (event) => {
  event.preventDefault();
  state.key = $("key").value.trim();
  state.again?.();
});
$("again").addEventListener("click", () => state.again?.());
$("stop").addEventListener("click", () => state.request?.abort());
$("language").addEventListener("change", (event) => speak(event.target.value, true));
$("in").addEventListener("click", () => zoom(1.5));
$("out").addEventListener("click", () => zoom(1 / 1.5));
$("close").addEventListener("click", () => $("zoom").close());
$("zoom").addEventListener("keydown", (event) => {
  if (event.key === "+" || event.key === "=") zoom(1.5);
  if (event.key === "-") zoom(1 / 1.5);
});

const wanted = [kept(), ...(navigator.languages ?? [navigator.language])].map((code) => known(code ?? "")).find(Boolean) ?? "en";
speak(LANGUAGES.includes(wanted) ? wanted : "en");
