// Values that are asked about together, as many as the address of one request holds.

const ADDRESS_CHARACTERS = 3500;

/** @param parameter what each of them is called in the address; @param most as many as the server answers at once */
export function batched(values, parameter, most) {
  const batches = [];
  let size = Infinity;
  for (const value of values) {
    const length = new URLSearchParams([[parameter, value]]).toString().length + 1;
    if (size + length > ADDRESS_CHARACTERS || batches.at(-1).length === most) {
      batches.push([]);
      size = 0;
    }
    batches.at(-1).push(value);
    size += length;
  }
  return batches;
}
