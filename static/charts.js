// Draws every <figure data-chart> from its JSON in the colours of the page. Without this script its table is what one sees.
(() => {
  if (!window.echarts) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const paper = window.matchMedia("print");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");

  function look(width) {
    const style = getComputedStyle(document.documentElement);
    const token = (name) => style.getPropertyValue(`--${name}`).trim();
    const names = ["ink", "soft", "line", "edge", "surface", "accent", "good", "care", "bad"];
    return {
      ...Object.fromEntries(names.map((name) => [name, token(name)])),
      tint: token("accent-soft"),
      sequence: [1, 2, 3, 4, 5].map((step) => token(`sequence-${step}`)),
      font: getComputedStyle(document.body).fontFamily,
      moves: !still.matches && !paper.matches,
      narrow: width < 600,
      width,
    };
  }

  function draw(figure) {
    const canvas = figure.querySelector(".chart-canvas");
    const data = JSON.parse(document.getElementById(figure.dataset.chartData).textContent);
    canvas.hidden = false;
    const { height, options } = window.chartOptions[figure.dataset.chart](data, look(canvas.clientWidth));
    canvas.style.height = `${height}px`;
    const chart = echarts.getInstanceByDom(canvas) || echarts.init(canvas, null, { renderer: "canvas" });
    chart.resize({ animation: { duration: 0 } });
    chart.setOption(options, true);
    chart.getZr().flush();
  }

  function redrawOnResize(figure) {
    let width = figure.clientWidth;
    new ResizeObserver(() => {
      if (figure.clientWidth === width) return;
      width = figure.clientWidth;
      draw(figure);
    }).observe(figure);
  }

  document.fonts.ready.then(() => {
    const figures = [...document.querySelectorAll("figure[data-chart]")];
    for (const figure of figures) {
      draw(figure);
      figure.querySelector(".chart-twin").open = false;
      redrawOnResize(figure);
    }
    // Paper is always light.
    for (const query of [dark, paper]) query.addEventListener("change", () => figures.forEach(draw));
    window.addEventListener("beforeprint", () => {
      for (const figure of figures) figure.querySelector(".chart-twin").open = true;
    });
  });
})();
