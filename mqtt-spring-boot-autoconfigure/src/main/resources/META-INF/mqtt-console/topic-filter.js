// Topic filters and topic names as the specification has them (MQTT 5.0, section 4.7).

/**
 * Return what is wrong with a topic filter, or null.
 */
export function problem(filter) {
  const levels = filter.split("/");
  for (let i = 0; i < levels.length; i++) {
    if (levels[i].includes("#") && (levels[i] !== "#" || i < levels.length - 1)) {
      return "“#” must be the last level, and alone in it";
    }
    if (levels[i].includes("+") && levels[i] !== "+") {
      return "“+” must be alone in its level";
    }
  }
  return null;
}
