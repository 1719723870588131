"use strict";
// Search and filters of the stock page. The list itself stands in the page and is whole without this.
(() => {
  const id = (name) => document.getElementById(name);
  const form = id("search"), count = id("count"), none = id("none"), list = id("list");
  const fields = { q: id("q"), shelf: id("shelf"), size: id("size"), in: id("in") };
  const letters = { "æ": "ae", "ø": "o", "œ": "oe", "ß": "ss", "đ": "d", "ł": "l", "ð": "d", "þ": "th" };
  const units = new Set(["cm", "kg", "eu", "stl", "strl", "str", "storlek", "size", "nr"]);
  const endings = /(?:arna|orna|erna|rna|ar|or|er|en|et|n|es|s)$/;

  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "")
    .replace(/[æøœßđłðþ]/g, (letter) => letters[letter]).replace(/[\u2010-\u2015\u2212]/g, "-");
  // "150cm" is the size and its unit; "37,5" and "32-34" stay whole.
  const termsOf = (text) => fold(text).replace(/(\d)(cm|kg)\b/g, "$1 $2").split(/\s+/).filter((term) => term && !units.has(term));
  const span = (term) => {
    const found = /^(\d+(?:[.,]\d+)?)(?:-(\d+(?:[.,]\d+)?))?$/.exec(term);
    if (!found) return null;
    const low = parseFloat(found[1].replace(",", "."));
    return [low, found[2] ? parseFloat(found[2].replace(",", ".")) : low];
  };
  const wholes = (text) => new Set(text.split(/[^\p{L}\p{N}.,]+/u).concat(text.split(" ")));

  const shelves = [...list.querySelectorAll("section")].map((section) => ({
    section, code: section.dataset.c,
    rows: [...section.querySelectorAll("tbody tr")].map((row) => {
      const { w, s = "", lo, hi, i, n } = row.dataset;
      return { row, text: w, words: wholes(w), sizes: wholes(s), low: parseFloat(lo), high: parseFloat(hi ?? lo), inside: +i, all: +n };
    }),
  }));

  const isSize = (one, term, wanted) => (wanted && wanted[0] <= one.high && wanted[1] >= one.low) || one.sizes.has(term);
  const forms = (term) => {
    const stems = term.length > 4 ? [term.replace(/lar(?:na)?$/, "el"), term.replace(endings, "")] : [];
    return [term, ...stems.filter((stem) => stem !== term && stem.length > 3)];
  };
  const hasWord = (one, term, stems) => one.words.has(term) || (term.length > 2 && stems.some((stem) => one.text.includes(stem)));

  const sentence = (rows, all, inside) => {
    const lang = document.documentElement.lang;
    const text = rows === 0 ? count.dataset.none : all === 1 ? count.dataset.one : count.dataset.many;
    return text.replace("{n}", all.toLocaleString(lang)).replace("{m}", inside.toLocaleString(lang));
  };

  let spoken = 0;
  const show = () => {
    const terms = termsOf(fields.q.value).map((term) => ({ term, wanted: span(term), stems: forms(term) }));
    const sizes = termsOf(fields.size.value).map((term) => ({ term, wanted: span(term) }));
    let rows = 0, all = 0, inside = 0;
    for (const shelf of shelves) {
      const here = !fields.shelf.value || fields.shelf.value === shelf.code;
      let shown = 0;
      for (const one of shelf.rows) {
        const fits = here && (!fields.in.checked || one.inside > 0)
          && sizes.every(({ term, wanted }) => isSize(one, term, wanted))
          && terms.every(({ term, wanted, stems }) => isSize(one, term, wanted) || (wanted ? one.words.has(term) : hasWord(one, term, stems)));
        if (one.row.hidden === fits) one.row.hidden = !fits;
        if (fits) { shown += 1; all += one.all; inside += one.inside; }
      }
      shelf.section.hidden = shown === 0;
      rows += shown;
    }
    none.hidden = rows > 0;
    // Told once the writing pauses, so that a screen reader does not speak at every letter.
    clearTimeout(spoken);
    spoken = setTimeout(() => { count.textContent = sentence(rows, all, inside); }, 250);
  };

  // What is looked for stands in the address, so that a search can be sent to somebody; nothing leaves the page by it.
  const keep = () => {
    const kept = new URLSearchParams();
    for (const name of ["q", "shelf", "size"]) if (fields[name].value.trim()) kept.set(name, fields[name].value.trim());
    if (fields.in.checked) kept.set("in", "1");
    try { history.replaceState(null, "", kept.size ? `#${kept}` : location.pathname + location.search); } catch { /* an embedded page may not */ }
  };
  const take = () => {
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const name of ["q", "shelf", "size"]) if (kept.has(name)) fields[name].value = kept.get(name);
    if (kept.has("in")) fields.in.checked = true;
  };

  form.addEventListener("input", show);
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => { event.preventDefault(); keep(); list.focus(); });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const name of ["q", "shelf", "size"]) fields[name].value = "";
    fields.in.checked = false;
    show(); keep(); fields.q.focus();
  });
  id("shelves").hidden = true;
  form.hidden = false;
  take();
  show();
})();
