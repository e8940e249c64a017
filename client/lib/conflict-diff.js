// What differs between two lists of pieces (lines or words), by histogram diff: the longest run of pieces that are rare in
// the first splits both in two, and so on in the halves. The server compares in the same way, so both see the same changes.

/** Where every piece is there more often than this, all of it counts as changed: comparing each with each would take minutes. */
const OFTEN = 64;

/** The changes in their order: {@code [fromA, toA, fromB, toB]}, these pieces of a became those of b. */
export function changes(a, b) {
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) {
    from++;
  }
  let same = 0;
  while (same < Math.min(a.length, b.length) - from && a[a.length - 1 - same] === b[b.length - 1 - same]) {
    same++;
  }
  const found = [];
  const open = [[from, a.length - same, from, b.length - same]];
  while (open.length) {
    const region = open.pop();
    const [fromA, toA, fromB, toB] = region;
    const [sizeA, sizeB] = [toA - fromA, toB - fromB];
    const run = sizeA && sizeB && sizeA + sizeB > 2 ? rarestRun(a, b, region) : undefined;
    if (run) {
      open.push([run[1], toA, run[3], toB], [fromA, run[0], fromB, run[2]]);
    } else if (sizeA || sizeB) {
      found.push(region);
    }
  }
  return shiftedDown(found, a, b);
}

/** The longest common run of those that hold the rarest piece, if there is any. */
function rarestRun(a, b, [fromA, toA, fromB, toB]) {
  const places = new Map();
  for (let at = fromA; at < toA; at++) {
    places.get(a[at])?.push(at) ?? places.set(a[at], [at]);
  }
  let best;
  let rarest = OFTEN + 1;
  for (let at = fromB, next; at < toB; at = next) {
    next = at + 1;
    const candidates = places.get(b[at]) ?? [];
    if (candidates.length > rarest) {
      continue;
    }
    let seen = -1;
    for (const place of candidates) {
      if (place < seen) {
        continue; // Part of the run before.
      }
      let [start, startB, end, endB, count] = [place, at, place + 1, at + 1, candidates.length];
      while (start > fromA && startB > fromB && a[start - 1] === b[startB - 1]) {
        start--;
        startB--;
        count = Math.min(count, places.get(a[start]).length);
      }
      while (end < toA && endB < toB && a[end] === b[endB]) {
        count = Math.min(count, places.get(a[end]).length);
        end++;
        endB++;
      }
      next = Math.max(next, endB);
      seen = end;
      if (!best || best[1] - best[0] < end - start || count < rarest) {
        best = [start, end, startB, endB];
        rarest = count;
      }
    }
  }
  return rarest > OFTEN ? undefined : best;
}

/** What was put in or taken out among equal pieces could be any of them; by convention it is the last. */
function shiftedDown(found, a, b) {
  let [endA, endB] = [a.length, b.length];
  for (const change of found.toReversed()) {
    const [fromA, toA, fromB, toB] = change;
    const [pieces, from, to] = fromA === toA ? [b, fromB, toB] : [a, fromA, toA];
    let by = 0;
    if (fromA === toA || fromB === toB) {
      while (toA + by < endA && toB + by < endB && pieces[from + by] === pieces[to + by]) {
        by++;
      }
    }
    change.forEach((place, index) => (change[index] = place + by));
    [endA, endB] = [fromA + by, fromB + by];
  }
  return found;
}
