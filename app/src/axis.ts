/** An Axis goes between two round numbers, with a few more between them. */
export type Axis = { from: number; to: number; ticks: number[] };

/** axisOf finds round numbers around the ends of bars. */
export function axisOf(least: number, greatest: number): Axis {
  const rough = (greatest - least || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((round) => round * power >= rough * 0.7)!;
  const [first, last] = [Math.floor(least / step), Math.ceil(greatest / step || 1)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return { from: ticks[0]!, to: ticks.at(-1)!, ticks };
}
