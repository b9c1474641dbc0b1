/** A Decimal is an exact number, digits / 10 ** places. Usage in bytes goes beyond what a number holds. */
export type Decimal = { digits: bigint; places: number };

/** form is how results write numbers. The server keeps to 64 digits on each side; sums have a few more. */
const form = /^[+-]?\d{1,80}(\.\d{1,80})?$/;

/** isDecimal reports whether a value of a result is a number that can be read. */
export const isDecimal = (value: unknown): value is string => typeof value === "string" && form.test(value);

/** parse reads plain digits such as -12.5, for which isDecimal is true. */
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

/** difference is a minus b, as text. */
export const difference = (a: string, b: string) => text(subtract(parse(a), parse(b)));

/** sum adds numbers, as text. */
export const sum = (numbers: string[]) => numbers.reduce((all, number) => difference(all, negative(number)), "0");

const negative = (number: string) => text({ ...parse(number), digits: -parse(number).digits });

export const isZero = (number: string) => !/[1-9]/.test(number);

/** magnitude is a number without its sign. */
export const magnitude = (number: string) => parse(number.replace(/^[+-]/, ""));

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
