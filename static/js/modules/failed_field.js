// Puts the focus into the field of a form that failed; without this script the address's fragment leads to the form.

export function start(field) {
  field.focus();
  field.select();
}
