/** A Decimal is an exact number, digits / 10 ** places. Usage in bytes goes beyond what a number holds. */
export type Decimal = { digits: bigint; places: number };

/** parse reads plain digits such as -12.5, the form in which results have numbers. */
export function parse(text: string): Decimal {
  const [whole = "", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), places: fraction.length };
}

const power = (places: number) => 10n ** BigInt(places);

/** align gives both numbers the same places. */
function align(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const places = Math.max(a.places, b.places);
  return [a.digits * power(places - a.places), b.digits * power(places - b.places), places];
}

export function compare(a: Decimal, b: Decimal): number {
  const [x, y] = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const [x, y, places] = align(a, b);
  return { digits: x - y, places };
}

/** divide rounds to so many places, halves to the greater number, as the server does. */
export function divide(d: Decimal, by: bigint, places: number): Decimal {
  const twice = 2n * d.digits * power(places);
  const divisor = 2n * by * power(d.places);
  const shifted = twice + divisor / 2n;
  const quotient = shifted / divisor;
  return { digits: shifted % divisor < 0n ? quotient - 1n : quotient, places };
}

/** text is parse undone. */
export function text(d: Decimal): string {
  const digits = (d.digits < 0n ? -d.digits : d.digits).toString().padStart(d.places + 1, "0");
  const point = digits.length - d.places;
  return (d.digits < 0n ? "-" : "") + digits.slice(0, point) + (d.places ? "." + digits.slice(point) : "");
}

/** approximate is close enough for the length of a bar. */
export const approximate = (d: Decimal) => Number(text(d));
