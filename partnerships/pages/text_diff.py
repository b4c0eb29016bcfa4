"""Two texts side by side, in sentences and then in words: which were added, removed or changed."""

import re
from collections import Counter
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
CHANGED = "changed"
SENTENCE = re.compile(r"\S.*?(?:(?<=[.!?…])(?=\s)|(?=\n)|$)\s*", re.DOTALL)
# With the blanks behind it, so that two changed words in a row are one change.
WORD = re.compile(r"^\s+|\S+\s*")
# Two sentences are the same one in other words when at least this much of them is the same.
ALIKE = 0.5
# Beyond this a comparison would take seconds: long stretches are shown as taken out and put in.
MOST_PAIRS = 400
MOST_WORDS = 2_000
ENOUGH_WORDS = 200
LONGEST = 200_000


def compare(before, after):
    """(pieces, counts): pieces are (kind, text), in reading order; counts of sentences by what happened to them."""
    if max(len(before), len(after)) > LONGEST:
        return _whole(before, after), Counter({CHANGED: 1} if before != after else {})
    old, new = SENTENCE.findall(before), SENTENCE.findall(after)
    pieces, counts = [], Counter()
    for move, i, j, k, m in _moves([_plain(s) for s in old], [_plain(s) for s in new]):
        if move == "equal":
            pieces += [(SAME, sentence) for sentence in new[k:m]]
        else:
            _replace(old[i:j], new[k:m], pieces, counts)
    return merged(pieces), counts


def in_words(counts, noun="sentence"):
    """As in: 2 sentences added, 1 removed."""
    said = [(counts[kind], kind) for kind in (ADDED, REMOVED, CHANGED) if counts[kind]]
    parts = [f"{count} {kind}" for count, kind in said]
    if parts and noun:
        first = said[0][0]
        parts[0] = f"{first} {noun}{'' if first == 1 else 's'} {said[0][1]}"
    return ", ".join(parts)


def words_between(before, after):
    """The pieces of two texts compared word by word."""
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return _whole(before, after)
    pieces = []
    for move, i, j, k, m in _moves([_plain(word) for word in old], [_plain(word) for word in new]):
        if move == "equal":
            pieces.append((SAME, "".join(new[k:m])))
        else:
            pieces += _swap("".join(old[i:j]), "".join(new[k:m]))
    return merged(pieces)


def alikeness(one, other):
    """From 0, nothing in common, to 1, the same words."""
    old, new = one.split()[:ENOUGH_WORDS], other.split()[:ENOUGH_WORDS]
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def merged(pieces):
    """Neighbours of one kind as one piece."""
    found = []
    for kind, text in pieces:
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + text)
        elif text:
            found.append((kind, text))
    return found


def _replace(old, new, pieces, counts):
    """Each new sentence with the old one it came from, in order; the rest was added or removed."""
    at = 0
    for sentence in new:
        match = _match(old, at, sentence) if len(old) * len(new) <= MOST_PAIRS else None
        if match is None:
            pieces.append((ADDED, sentence))
            counts[ADDED] += 1
            continue
        _remove(old[at:match], pieces, counts)
        pieces += words_between(old[match], sentence)
        counts[CHANGED] += 1
        at = match + 1
    _remove(old[at:], pieces, counts)


def _match(old, at, sentence):
    return next((i for i in range(at, len(old)) if alikeness(old[i], sentence) >= ALIKE), None)


def _remove(sentences, pieces, counts):
    for sentence in sentences:
        pieces.append((REMOVED, sentence))
        counts[REMOVED] += 1


def _whole(before, after):
    return [(kind, text) for kind, text in ((REMOVED, before), (ADDED, after)) if text] if before != after else []


def _swap(before, after):
    """One for the other; the blank behind both is no part of the change."""
    blank = after[len(after.rstrip()) :]
    if before and after and before != before.rstrip() and blank:
        return [(REMOVED, before.rstrip()), (ADDED, after.rstrip()), (SAME, blank)]
    return _whole(before, after)


def _moves(old, new):
    return SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > 1_000_000).get_opcodes()


def _plain(sentence):
    """As people read it: more or fewer blanks are no change."""
    return " ".join(sentence.split())
