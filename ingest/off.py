"""The words with which sources say that something does not go ahead, as parts of a pattern."""

CALLED_OFF = (
    r"geannuleerd|gecanceld|gecancelled|cancelled|canceled|afgelast|afgeblazen|afgezegd|geschrapt"
)
OFF = (
    rf"{CALLED_OFF}|(?:komt\s+te\s+)?vervallen|vervalt|geen\s+doorgang|"
    r"ga(?:at|an)\s+(?:helaas\s+|deze\s+keer\s+|dit\s+jaar\s+)?niet\s+door"
)
