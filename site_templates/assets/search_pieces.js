// Stands before Material's own script on a big site and answers in the place of its search worker: Material asks and shows as ever,
// but the index comes in pieces. A page is found by words that start as those that are typed; those with all of them go first.
(() => {
  const MOST = 30  // results; the list of all facts has the others
  const SHOWN = 320  // characters of a result
  const WORD = /[\p{L}\p{M}\p{N}]+(?:[.,]\p{N}+)*%?/gu
  const { src, dataset } = document.currentScript
  const folder = new URL("../search/", src)

  window.Worker = class extends EventTarget {
    turn = 0

    async postMessage({ type, data }) {
      if (type === 0) this.answer(1)  // set up: ready
      if (type !== 2) return
      const own = ++this.turn
      const items = await find(factsheet.folded(data).split(" ").filter(Boolean))
      if (own === this.turn) this.answer(3, { items })
    }

    answer(type, data) {
      this.dispatchEvent(new MessageEvent("message", { data: { type, data } }))
    }
  }

  async function find(words) {
    if (!words.length) return []
    const all = await factsheet.load(folder, "search")
    const each = await Promise.all(words.map(word => factsheet.lookup(folder, "index", all.words, word)))
    const found = new Map()  // number of a page -> its score, and which of the words it has
    words.forEach((word, at) => {
      for (const [number, weight] of weights(each[at], word, all.pages)) {
        if (!found.has(number)) found.set(number, { number, score: 0, has: new Set() })
        const page = found.get(number)
        page.score += weight
        page.has.add(word)
      }
    })
    const most = Math.max(...[...found.values()].map(page => page.has.size))
    const best = [...found.values()].filter(page => page.has.size === most)
      .sort((one, other) => other.score - one.score || one.number - other.number)
    const items = await Promise.all(best.slice(0, MOST).map(page => result(page, words, all.piece)))
    return best.length > MOST ? [...items, list(words)] : items
  }

  // How much each page has to do with a word: more if it is rare, weighs much there, and is the whole of what was typed.
  function weights(found, word, pages) {
    const best = new Map()
    for (const [own, steps] of found) {
      const rare = Math.log(1 + pages / steps.length) * (own === word ? 1 : word.length / own.length / 2)
      for (const { at, weight } of factsheet.places(steps)) {
        best.set(at, Math.max(best.get(at) ?? 0, rare * weight))
      }
    }
    return best
  }

  async function result({ number, score, has }, words, size) {
    const pages = await factsheet.load(folder, `pages-${Math.floor(number / size)}`)
    const [location, title, text] = pages[number % size]
    const terms = Object.fromEntries(words.map(word => [word, has.has(word)]))
    return [{ location, title: marked(title, words), text: marked(around(text, words), words), score, terms }]
  }

  function list(words) {
    const location = `${dataset.list}?text=${encodeURIComponent(words.join(" "))}`
    return [{ location, title: dataset.more, text: "", score: 0, terms: {} }]
  }

  const fits = (token, words) => words.some(word => factsheet.folded(token).startsWith(" " + word))

  function marked(text, words) {
    const safe = text.replace(/[&<>"]/g, char => `&#${char.charCodeAt()};`)
    return safe.replace(/&#\d+;|[^&]+/g, part => part[0] === "&" ? part
      : part.replace(WORD, token => fits(token, words) ? `<mark>${token}</mark>` : token))
  }

  // Some of a text, from shortly before the first of the words.
  function around(text, words) {
    const first = [...text.matchAll(WORD)].find(([token]) => fits(token, words))?.index ?? 0
    const start = first < SHOWN / 2 ? 0 : text.indexOf(" ", first - SHOWN / 4) + 1
    const part = text.slice(start, start + SHOWN)
    return `${start ? "… " : ""}${part}${start + SHOWN < text.length ? " …" : ""}`
  }
})()
