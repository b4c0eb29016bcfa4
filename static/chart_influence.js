// Influence upwards, interest to the right: four fields with their names, and a disc wherever somebody was rated.
(() => {
  const { base } = window.chartWords;
  const ENDS = [0.4, 5.6];

  // The field that the eye goes to first is tinted; the words in the corners say what each asks of the leads.
  function fields(data, look) {
    const edge = data.high - 0.5;
    const field = (name, x, y, position, align, tint) => [
      {
        name: data.quadrants[name],
        coord: [x[0], y[0]],
        itemStyle: { color: tint || "transparent" },
        label: { position, align, color: look.soft, fontSize: look.narrow ? 13 : 14, fontWeight: 700, distance: 8 },
      },
      { coord: [x[1], y[1]] },
    ];
    const [low, high] = [[ENDS[0], edge], [edge, ENDS[1]]];
    return {
      silent: true,
      animation: false,
      data: [
        field("closely", high, high, "insideTopRight", "right", look.tint),
        field("satisfied", low, high, "insideTopLeft", "left"),
        field("informed", high, low, "insideBottomRight", "right"),
        field("eye", low, low, "insideBottomLeft", "left"),
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

  const axis = (name, look, more) => ({
    type: "value",
    name,
    nameLocation: "middle",
    nameTextStyle: { color: look.ink, fontSize: 14, fontWeight: 600 },
    min: ENDS[0],
    max: ENDS[1],
    interval: 1,
    axisLine: { show: true, lineStyle: { color: look.edge } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { show: false },
    ...more,
  });

  function influence(data, look) {
    return {
      height: look.narrow ? 340 : 460,
      options: {
        ...base(look),
        grid: { left: 34, right: 8, top: 8, bottom: 36 },
        xAxis: axis("Interest →", look, { nameGap: 16 }),
        yAxis: axis("Influence →", look, { nameGap: 14 }),
        series: [
          {
            type: "scatter",
            data: data.spots.map((spot) => ({ value: [spot.interest, spot.influence], spot })),
            symbol: "circle",
            symbolSize: (_, { data: { spot } }) => 18 + 5 * Math.min(spot.names.length - 1, 4),
            itemStyle: { color: look.accent, borderColor: look.surface, borderWidth: 2 },
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
