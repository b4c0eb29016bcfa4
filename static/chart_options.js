// What each kind of chart looks like: chartOptions[kind](data, look) gives ECharts its options and the height it wants.
(() => {
  const SHORT_DAY = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  const asDay = (iso) => new Date(iso).toLocaleDateString("en-GB", SHORT_DAY);
  const asNumber = (value) => Number(value).toLocaleString("en-GB", { maximumFractionDigits: 2 });
  const withUnit = (value, unit) => asNumber(value) + (unit === "%" ? "%" : unit ? ` ${unit}` : "");

  const base = (look) => ({
    animation: look.moves,
    textStyle: { fontFamily: look.font, fontSize: 14, color: look.ink },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: look.surface,
      borderColor: look.edge,
      padding: 12,
      textStyle: { color: look.ink, fontFamily: look.font, fontSize: 14, lineHeight: 20 },
    },
  });

  const timeAxis = (look) => ({
    type: "time",
    axisLine: { lineStyle: { color: look.line } },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: look.line } },
    axisLabel: {
      color: look.soft,
      fontSize: 13,
      hideOverlap: true,
      formatter: { year: "{yyyy}", month: "{MMM}", day: "{d} {MMM}" },
    },
  });

  const LINE = 19;
  const linesOf = (names, look) => Math.max(...names.map((name) => Math.ceil((name.length * 7.4) / (look.width - 8))));

  // Names stand above their bars, so that a long question fits on a phone.
  const namesAbove = (names, look, above) => ({
    type: "category",
    inverse: true,
    data: names,
    z: 10,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      interval: 0,
      inside: true,
      margin: 0,
      color: look.ink,
      fontSize: 14,
      lineHeight: LINE,
      verticalAlign: "bottom",
      padding: [0, 0, above, 0],
      width: look.width - 8,
      overflow: "break",
    },
  });

  // ---- Distribution: one bar per question, all answers together are the whole width ----

  const PATTERNS = [
    null,
    { symbol: "circle", symbolSize: 0.35, dashArrayX: [[0, 12], [6, 6]], dashArrayY: [6, 0] },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 9], rotation: Math.PI / 4 },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 9], rotation: -Math.PI / 4 },
    null,
  ];

  const isDark = (colour) => {
    const [red, green, blue] = echarts.color.parse(colour);
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140;
  };

  function steps(count, look) {
    return Array.from({ length: count }, (_, index) => {
      const place = count > 1 ? index / (count - 1) : 1;
      const colour = echarts.color.modifyAlpha(echarts.color.lerp(place, look.sequence), 1);
      const pattern = PATTERNS[Math.round(place * 4)];
      const mark = isDark(colour) ? "rgba(255,255,255,.28)" : "rgba(40,20,40,.22)";
      return { colour, text: isDark(colour) ? "#fff" : "#1d141c", decal: pattern ? { ...pattern, color: mark } : null };
    });
  }

  function answerSeries(data, look) {
    const totals = data.rows.map((row) => row.n);
    return steps(data.scale.length, look).map((step, index) => ({
      name: data.scale[index],
      type: "bar",
      stack: "answers",
      barWidth: 26,
      itemStyle: { color: step.colour, decal: step.decal, borderColor: look.surface, borderWidth: 1 },
      data: data.rows.map((row, at) => {
        const count = row.counts ? row.counts[index] || 0 : 0;
        return { value: totals[at] ? (100 * count) / totals[at] : 0, count, total: totals[at] };
      }),
      label: {
        show: true,
        color: step.text,
        fontWeight: 700,
        formatter: ({ data: bar }) => (bar.value * look.width > 2200 ? String(bar.count) : ""),
      },
      tooltip: {
        formatter: ({ name, seriesName, data: bar }) =>
          `${name}\n${seriesName}: ${bar.count} of ${bar.total} (${Math.round(bar.value)}%)`,
      },
    }));
  }

  function keptBack(data, look) {
    return {
      type: "bar",
      stack: "answers",
      barWidth: 26,
      silent: true,
      itemStyle: { color: "transparent", borderColor: look.edge, borderWidth: 1, borderType: "dashed" },
      data: data.rows.map((row) => {
        const shown = (row.counts || []).reduce((sum, count) => sum + count, 0);
        return row.counts ? (100 * (row.n - shown)) / row.n || null : 100;
      }),
      label: { show: true, color: look.soft, formatter: ({ dataIndex }) => data.rows[dataIndex].note || "" },
    };
  }

  function distribution(data, look) {
    const names = data.rows.map((row) => row.label);
    const lines = linesOf(names, look);
    const rowsOfLegend = Math.ceil((data.scale.join("").length * 8 + data.scale.length * 42) / look.width);
    return {
      height: data.rows.length * (44 + LINE * lines) + rowsOfLegend * 28 + 8 * lines,
      options: {
        ...base(look),
        legend: {
          data: data.scale,
          left: 0,
          top: 0,
          padding: 0,
          itemGap: 16,
          selectedMode: false,
          textStyle: { color: look.ink, fontSize: 14, fontFamily: look.font },
        },
        grid: { left: 0, right: 2, top: rowsOfLegend * 28 + 8 * lines, bottom: 0 },
        xAxis: { type: "value", max: 100, show: false },
        yAxis: namesAbove(names, look, 18),
        series: [...answerSeries(data, look), keptBack(data, look)],
      },
    };
  }

  // ---- Bars: how many of each ----

  function bars(data, look) {
    const names = data.bars.map((bar) => bar.label);
    const lines = linesOf(names, look);
    return {
      height: data.bars.length * (42 + LINE * lines) + 8 * lines,
      options: {
        ...base(look),
        grid: { left: 0, right: 76, top: 8 * lines, bottom: 0 },
        xAxis: { type: "value", min: 0, show: false },
        yAxis: namesAbove(names, look, 13),
        series: [
          {
            type: "bar",
            barWidth: 18,
            data: data.bars.map((bar) => bar.value),
            itemStyle: { color: look.accent, borderRadius: [2, 6, 6, 2] },
            label: {
              show: true,
              position: "right",
              color: look.ink,
              fontWeight: 700,
              formatter: ({ value }) => withUnit(value, data.unit === "%" ? "%" : ""),
            },
            tooltip: { formatter: ({ name, value }) => `${name}\n${withUnit(value, data.unit)}` },
          },
        ],
      },
    };
  }

  // ---- Line: a measure on its way from baseline to target ----

  const ruler = (word, mark, unit, colour, type, position) => ({
    yAxis: mark.value,
    lineStyle: { color: colour, type, width: 2 },
    label: {
      position,
      color: colour,
      fontWeight: 700,
      fontSize: 13,
      formatter: `${word} ${withUnit(mark.value, unit)}${mark.on ? ` by ${asDay(mark.on)}` : ""}`,
    },
  });

  // Round numbers for the axis, with room for the baseline and the target.
  function rungs(data) {
    const values = [...data.points.map((point) => point.value), data.baseline?.value, data.target?.value].filter(Number.isFinite);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const rough = ((high - low) * 1.2 || Math.abs(high) || 1) / 4;
    const power = 10 ** Math.floor(Math.log10(rough));
    const interval = [1, 2, 5, 10].find((step) => step * power >= rough) * power;
    const min = Math.floor((low - interval / 3) / interval) * interval;
    return { interval, min: low >= 0 ? Math.max(0, min) : min, max: Math.ceil((high + interval / 3) / interval) * interval };
  }

  function line(data, look) {
    const rulers = [];
    const percent = data.unit === "%" ? "%" : "";
    const axis = rungs(data);
    if (data.baseline) {
      rulers.push(ruler("Baseline", { value: data.baseline.value }, data.unit, look.soft, "dotted", "insideEndTop"));
    }
    if (data.target) rulers.push(ruler("Target", data.target, data.unit, look.good, "dashed", "insideStartTop"));
    return {
      height: look.narrow ? 260 : 320,
      options: {
        ...base(look),
        grid: { left: 14 + 8 * withUnit(axis.max, percent).length, right: 18, top: 16, bottom: 28 },
        xAxis: { ...timeAxis(look), splitLine: { show: false } },
        yAxis: {
          type: "value",
          ...axis,
          axisLabel: { color: look.soft, fontSize: 13, formatter: (value) => withUnit(value, percent) },
          splitLine: { lineStyle: { color: look.line } },
        },
        series: [
          {
            type: "line",
            data: data.points.map((point) => [point.on, point.value]),
            symbol: "circle",
            symbolSize: 10,
            lineStyle: { color: look.accent, width: 3 },
            itemStyle: { color: look.accent, borderColor: look.surface, borderWidth: 2 },
            markLine: { silent: true, symbol: "none", animation: false, data: rulers },
            tooltip: { formatter: ({ value }) => `${asDay(value[0])}\n${withUnit(value[1], data.unit)}` },
          },
        ],
      },
    };
  }

  window.chartOptions = { distribution, bars, line };
  window.chartWords = { asDay, base, timeAxis };
})();
