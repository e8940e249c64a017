// Three-way merge of texts: by lines, and within lines that both changed by words. The same as io.heldby.merge.TextMerge.
import { changes } from "./conflict-diff.js";
import { mergePieces } from "./conflict-pieces.js";

const WORD = /\r\n|[\n\v\f\r\x85\u2028\u2029]|\p{Ideographic}|[[\p{L}\p{N}\p{M}_]--\p{Ideographic}]+|[ \t\v\f]+/vy;

/** Parts that are the text one after the other: {@code {text}} is settled, {@code {base, mine, theirs}} is to be decided. */
export function mergeText(base, mine, theirs) {
  if (mine === theirs || base === theirs) {
    return joined([{ text: mine }]);
  }
  if (base === mine) {
    return joined([{ text: theirs }]);
  }
  const parts = byLines(base, mine, theirs, (part) => mergePieces(words(part.base), words(part.mine), words(part.theirs)));
  return joined(parts.map(({ by, ...part }) => part));
}

/** As {@link mergeText}, but what is to be decided are whole lines, because people decide about lines. */
export function mergeLines(base, mine, theirs) {
  return byLines(base, mine, theirs, (part) => {
    const parts = mergePieces(words(part.base), words(part.mine), words(part.theirs));
    return settled(parts) ? parts : [part];
  });
}

/** Without a base: what both have is settled, and every difference is to be decided. */
export function compareLines(mine, theirs) {
  const ends = lineEnds(mine, mine, theirs);
  const [here, there] = [lines(ends.plain(mine)), lines(ends.plain(theirs))];
  const parts = [];
  let at = 0;
  for (const [from, to, fromThere, toThere] of changes(here, there)) {
    parts.push({ text: here.slice(at, from).join("") });
    parts.push({ mine: here.slice(from, to).join(""), theirs: there.slice(fromThere, toThere).join("") });
    at = to;
  }
  return joined([...parts, { text: here.slice(at).join("") }], ends.restored);
}

export function settled(parts) {
  return parts.every((part) => part.text !== undefined);
}

function byLines(base, mine, theirs, refined) {
  const ends = lineEnds(base, mine, theirs);
  const pieces = [base, mine, theirs].map((text) => lines(ends.plain(text)));
  return joined(
    mergePieces(...pieces).flatMap((part) => (part.text === undefined ? refined(part) : [part])),
    ends.restored,
  );
}

function lines(text) {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Words, white space, and single characters of anything else, such as an emoji with all that belongs to it. */
export function words(text) {
  const found = [];
  const characters = new Intl.Segmenter();
  for (let at = 0; at < text.length; at += found.at(-1).length) {
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    found.push(word ?? characters.segment(text.slice(at, at + 200)).containing(0).segment);
  }
  return found;
}

/** Neighbours that are settled as one, with their line ends. */
function joined(parts, restored = (text) => text) {
  const result = [];
  for (const { text, by, base, mine, theirs } of parts) {
    const last = result.at(-1);
    if (text === undefined) {
      const part = { mine: restored(mine), theirs: restored(theirs) };
      result.push(base === undefined ? part : { base: restored(base), ...part });
    } else if (text && last?.text !== undefined && last.by === by) {
      last.text += restored(text);
    } else if (text) {
      result.push(by ? { text: restored(text), by } : { text: restored(text) });
    }
  }
  return result;
}

/** While merging, lines end alike if each side has one kind of ends; a browser's text area changes all of them. */
function lineEnds(...sides) {
  const kinds = sides.map((text) => {
    const others = text.replaceAll("\r\n", "");
    const crLf = others.length < text.length;
    const mixed = (crLf && others.includes("\n")) || others.includes("\r");
    return mixed ? "mixed" : crLf ? "\r\n" : others.includes("\n") ? "\n" : "";
  });
  if (kinds.includes("mixed")) {
    return { plain: (text) => text, restored: (text) => text };
  }
  const [before, mine, theirs] = [kinds[0], kinds[1] || kinds[0], kinds[2] || kinds[0]];
  const end = theirs === before ? mine : mine === before || mine === theirs ? theirs : "\n";
  return {
    plain: (text) => text.replaceAll("\r\n", "\n"),
    restored: (text) => (end === "\r\n" ? text.replaceAll("\n", "\r\n") : text),
  };
}
