// Influence upwards, interest to the right: four fields with their names, and a disc wherever somebody was rated.
(() => {
  const { base } = window.chartWords;
  const [WIDE, HIGH] = [[0.3, 5.7], [0, 6.1]];

  // The field that the eye goes to first is tinted; the words in the corners say what each asks of the leads.
  function fields(data, look) {
    const edge = data.high - 0.5;
    const field = (name, x, y, position, align, tint) => [
      {
        name: data.quadrants[name],
        coord: [x[0], y[0]],
        itemStyle: { color: tint || "transparent" },
        label: {
          position,
          align,
          color: look.soft,
          fontSize: look.narrow ? 12 : 14,
          lineHeight: 16,
          fontWeight: 700,
          distance: 8,
          width: ((x[1] - x[0]) / (WIDE[1] - WIDE[0])) * (look.width - 42) - 16,
          overflow: "break",
        },
      },
      { coord: [x[1], y[1]] },
    ];
    const [left, right] = [[WIDE[0], edge], [edge, WIDE[1]]];
    const [low, high] = [[HIGH[0], edge], [edge, HIGH[1]]];
    return {
      silent: true,
      animation: false,
      data: [
        field("closely", right, high, "insideTopRight", "right", look.tint),
        field("satisfied", left, high, "insideTopLeft", "left"),
        field("informed", right, low, "insideBottomRight", "right"),
        field("eye", left, low, "insideBottomLeft", "left"),
      ],
    };
  }

  const cross = (data, look) => ({
    silent: true,
    symbol: "none",
    animation: false,
    lineStyle: { color: look.edge, type: "solid", width: 1.5 },
    label: { show: false },
    data: [{ xAxis: data.high - 0.5 }, { yAxis: data.high - 0.5 }],
  });

  // On a phone there is no room for names: the disc says how many, the table who.
  const said = (spot, look) => {
    if (look.narrow) return spot.names.length > 1 ? String(spot.names.length) : "";
    return spot.names.length > 2 ? `${spot.names[0]}\nand ${spot.names.length - 1} more` : spot.names.join("\n");
  };

  const axis = (name, [min, max], nameGap, look) => ({
    type: "value",
    name,
    nameLocation: "middle",
    nameTextStyle: { color: look.ink, fontSize: 14, fontWeight: 600 },
    nameGap,
    min,
    max,
    interval: 1,
    axisLine: { show: true, lineStyle: { color: look.edge } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { show: false },
  });

  function influence(data, look) {
    return {
      height: look.narrow ? 340 : 460,
      options: {
        ...base(look),
        grid: { left: 34, right: 8, top: 8, bottom: 36 },
        xAxis: axis("Interest →", WIDE, 16, look),
        yAxis: axis("Influence →", HIGH, 14, look),
        series: [
          {
            type: "scatter",
            data: data.spots.map((spot) => ({ value: [spot.interest, spot.influence], spot })),
            symbol: "circle",
            symbolSize: (_, { data: { spot } }) => 18 + 5 * Math.min(spot.names.length - 1, 4),
            itemStyle: { color: look.accent, borderColor: look.surface, borderWidth: 2, opacity: 1 },
            label: {
              show: true,
              position: look.narrow ? "inside" : "bottom",
              distance: 6,
              color: look.narrow ? look.surface : look.ink,
              fontWeight: look.narrow ? 700 : 500,
              fontSize: 13,
              lineHeight: 16,
              width: look.width / 6,
              overflow: "break",
              formatter: ({ data: { spot } }) => said(spot, look),
            },
            markArea: fields(data, look),
            markLine: cross(data, look),
            tooltip: {
              formatter: ({ data: { spot } }) =>
                `${spot.names.join("\n")}\nInfluence ${spot.influence}, interest ${spot.interest}`,
            },
          },
        ],
      },
    };
  }

  window.chartOptions.influence = influence;
})();
