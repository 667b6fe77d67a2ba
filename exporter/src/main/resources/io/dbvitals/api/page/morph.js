/**
 * Makes one element like another by changing what differs and leaving the rest: what has the focus keeps it, what is scrolled,
 * selected or unfolded stays so. Elements with an id or data-key are found again wherever they went.
 */
export function lay(old, fresh) {
  const focused = document.activeElement;
  alike(old, fresh);
  if (focused !== document.activeElement && focused?.isConnected) {
    focused.focus({preventScroll: true});
  }
}

function alike(old, fresh) {
  attributes(old, fresh);
  const known = new Map([...old.children].filter(key).map(child => [key(child), child]));
  let place = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const same = key(next) ? known.get(key(next)) : place && !key(place) ? place : null;
    if (!same || same.nodeName !== next.nodeName) {
      old.insertBefore(document.importNode(next, true), place);
      continue;
    }
    if (same === place) {
      place = place.nextSibling;
    } else {
      old.insertBefore(same, place);
    }
    if (same.nodeType !== Node.ELEMENT_NODE) {
      if (same.nodeValue !== next.nodeValue) {
        same.nodeValue = next.nodeValue;
      }
    } else if (!same.isEqualNode(next)) {
      alike(same, next);
    }
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}

function key(node) {
  return node.id || node.dataset?.key || "";
}

/** Whether something is unfolded is the reader's, not the server's. */
function attributes(old, fresh) {
  for (const {name} of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== "open") {
      old.removeAttribute(name);
    }
  }
  for (const {name, value} of fresh.attributes) {
    if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
}
