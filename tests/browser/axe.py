"""axe-core over the page that is open: what it finds, in lines."""

from django.conf import settings

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
# What these look at differs between light and dark; everything else is the same in both.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
RUN = """([run]) => {
  const said = (node) => [...node.any, ...node.all, ...node.none].map((one) => one.message).join("; ");
  const line = (rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")}: ${said(node)}`);
  const how = {runOnly: run, resultTypes: ["violations"], iframes: false};
  return axe.run(document, how).then((found) => found.violations.flatMap(line));
}"""


def violations(page, *, colour_only=False):
    """One line for each element that breaks a rule."""
    if not page.evaluate("typeof axe === 'object'"):
        # Not as a script element: the site's content policy would refuse it, rightly.
        page.evaluate((settings.ROOT / "node_modules/axe-core/axe.min.js").read_text())
    kind, values = ("rule", OF_COLOUR) if colour_only else ("tag", TAGS)
    return page.evaluate(RUN, [{"type": kind, "values": values}])
