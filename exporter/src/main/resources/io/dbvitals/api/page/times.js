/** Says of each moment on the page how long ago it was; the moment itself stays as its title. */

const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];

export function ago(seconds) {
  if (seconds < 1) {
    return "just now";
  }
  // In the largest unit of which there are at least two: nobody reads more.
  const [size, unit] = units.find(([size]) => seconds >= 2 * size) ?? units[3];
  return `${Math.floor(seconds / size)} ${unit} ago`;
}

/** By the clock of the server: that of this machine may be wrong. */
export function tellTimes(root, now) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    const text = ago((now - at) / 1000);
    if (time.textContent !== text) {
      time.textContent = text;
    }
    time.title = at.toLocaleString();
  }
}
