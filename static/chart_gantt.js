// The plan as a picture: a bar from start to end, or one mark for a day; a faint mark where the date first stood.
(() => {
  const { asDay, base, timeAxis } = window.chartWords;
  const ROW = 52;
  const DAY = 86400000;

  const colours = (look) => ({ done: look.good, late: look.bad, due: look.care, planned: look.accent });

  // Shape tells the state without colour: reached is a disc, late a square, due soon a triangle, planned a diamond.
  function mark(state, x, y, style) {
    if (state === "done") return { type: "circle", shape: { cx: x, cy: y, r: 8 }, style };
    const points = {
      late: [[x - 7, y - 7], [x + 7, y - 7], [x + 7, y + 7], [x - 7, y + 7]],
      due: [[x, y - 8], [x + 9, y + 7], [x - 9, y + 7]],
      planned: [[x, y - 9], [x + 9, y], [x, y + 9], [x - 9, y]],
    };
    return { type: "polygon", shape: { points: points[state] || points.planned }, style };
  }

  function moved(from, to, y, look) {
    const dashes = { stroke: look.edge, lineDash: [4, 4], lineWidth: 1.5, fill: "none" };
    return [
      { type: "line", shape: { x1: from, y1: y, x2: to, y2: y }, style: dashes },
      mark("planned", from, y, { fill: look.surface, stroke: look.edge, lineWidth: 1.5 }),
    ];
  }

  function word(text, x, y, area, look) {
    const toLeft = x > area.x + area.width - 90;
    return {
      type: "text",
      x: toLeft ? x - 15 : x + 15,
      y,
      style: { text, align: toLeft ? "right" : "left", verticalAlign: "middle", fill: look.ink, font: `600 13px ${look.font}` },
    };
  }

  function drawRow(row, index, api, area, look) {
    const at = (iso) => api.coord([iso, index]);
    const [end, middle] = at(row.end);
    const y = middle + (look.narrow ? 9 : 0);
    const colour = colours(look)[row.state] || look.accent;
    const children = [];
    if (row.start) {
      const start = at(row.start)[0];
      const shape = { x: start, y: y - 5, width: Math.max(end - start, 2), height: 10, r: 5 };
      children.push({ type: "rect", shape, style: { fill: colour, opacity: 0.35 } });
    }
    const hasMoved = row.original_end && row.original_end !== row.end;
    if (hasMoved) children.push(...moved(at(row.original_end)[0], end, y, look));
    children.push(mark(row.state, end, y, { fill: colour, stroke: look.surface, lineWidth: 2 }));
    const earlier = hasMoved && row.original_end > row.end ? at(row.original_end)[0] : end;
    children.push(word(row.word, earlier, y, area, look));
    return { type: "group", children };
  }

  function span(data) {
    const days = data.rows.flatMap((row) => [row.start, row.end, row.original_end]).concat(data.today).filter(Boolean);
    const times = days.map((iso) => Date.parse(iso));
    const room = Math.max((Math.max(...times) - Math.min(...times)) * 0.06, 5 * DAY);
    return { min: Math.min(...times) - room, max: Math.max(...times) + room };
  }

  const said = (row) =>
    [
      row.label,
      row.owner,
      row.start ? `${asDay(row.start)} to ${asDay(row.end)}` : asDay(row.end),
      row.original_end && row.original_end !== row.end ? `First promised for ${asDay(row.original_end)}` : "",
      row.word,
    ].filter(Boolean).join("\n");

  const nameWidth = (look) => Math.round(Math.min(330, look.width * 0.3));

  function rowNames(data, look) {
    const above = { inside: true, margin: 0, verticalAlign: "bottom", padding: [0, 0, 4, 0], width: look.width - 8 };
    const width = nameWidth(look);
    const beside = { margin: 20, width, align: "left", padding: [0, 0, 0, -width] };
    return {
      type: "category",
      inverse: true,
      z: 10,
      data: data.rows.map((row) => row.label),
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: look.line } },
      axisLabel: {
        overflow: "truncate",
        interval: 0,
        color: look.ink,
        ...(look.narrow ? above : beside),
        formatter: (label, index) => {
          const owner = data.rows[index].owner;
          return look.narrow || !owner ? `{name|${label}}` : `{name|${label}}\n{owner|${owner}}`;
        },
        rich: {
          // On a phone the names cross the line of today: a ground of their own keeps them legible.
          name: { fontSize: 14, fontWeight: 600, lineHeight: 19, backgroundColor: look.narrow ? look.surface : undefined },
          owner: { fontSize: 13, color: look.soft, lineHeight: 17 },
        },
      },
    };
  }

  function gantt(data, look) {
    const rows = data.rows;
    return {
      height: rows.length * ROW + 56,
      options: {
        ...base(look),
        grid: { left: look.narrow ? 0 : nameWidth(look) + 22, right: 8, top: 28, bottom: 26 },
        xAxis: { ...timeAxis(look), ...span(data) },
        yAxis: rowNames(data, look),
        series: [
          {
            type: "custom",
            clip: true,
            encode: { x: 0, y: 1 },
            data: rows.map((row, index) => [row.end, index]),
            renderItem: (params, api) => drawRow(rows[params.dataIndex], params.dataIndex, api, params.coordSys, look),
            tooltip: { formatter: ({ dataIndex }) => said(rows[dataIndex]) },
            markLine: {
              silent: true,
              z: 1,
              symbol: "none",
              animation: false,
              data: [{ xAxis: data.today }],
              lineStyle: { color: look.ink, width: 1.5, type: "solid" },
              label: { formatter: "Today", color: look.ink, fontWeight: 700, fontSize: 13, position: "start" },
            },
          },
        ],
      },
    };
  }

  window.chartOptions.gantt = gantt;
})();
