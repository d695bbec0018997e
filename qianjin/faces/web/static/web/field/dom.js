// Elements made from data, never from markup: what people wrote is text and stays text.
export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else if (name === "checked") element.checked = Boolean(value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

export function icon(name) {
  return document.getElementById(`icon-${name}`).content.firstElementChild.cloneNode(true);
}

export function button(label, sign, press, kind = "") {
  return h("button", { type: "button", class: `btn ${kind}`.trim(), onclick: press }, sign && icon(sign), h("span", {}, label));
}

export function link(label, sign, href, kind = "") {
  return h("a", { class: `btn ${kind}`.trim(), href }, sign && icon(sign), h("span", {}, label));
}

export function tag(tone, label) {
  return h("span", { class: `tag tone-${tone}` }, label);
}

export function card(title, small, ...children) {
  return h("section", { class: "card" }, title && h("header", { class: "card-head" }, h("h2", {}, title), small && h("small", {}, small)), children);
}

export function head(title, back, backLabel, sub) {
  return h("header", { class: "page-head" }, h("div", { class: "page-title" },
    back && h("p", { class: "kicker" }, h("a", { class: "back", href: back }, icon("back"), backLabel)),
    h("h1", {}, title), sub && h("p", { class: "sub" }, sub)));
}

export function banner(kind, text, ...acts) {
  return h("div", { class: `banner is-${kind}`, role: kind === "warn" ? "alert" : "note" }, icon(kind === "warn" ? "warn" : "info"), h("div", { class: "grow" }, h("p", {}, text)), acts.length > 0 && h("div", { class: "cluster" }, acts));
}
