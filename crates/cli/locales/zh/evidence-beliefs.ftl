# Chinese for the notes of evidence/beliefs, one message a note. The English stands in the TOML file that the group names.
#
# `.of` is the first eight hexadecimal digits of the BLAKE3 hash of the English text, as a TOML parser gives it: a note whose
# English has changed since is out of date. Keys, with every dot and underscore of a name written as a hyphen:
#
#   belief-BELIEF-note                   evidence/beliefs/*.toml, `note`
#   fact-FACT-what, fact-FACT-note       evidence/facts.toml, `what` and `note`
#   rule-RULE-note                       evidence/rules.toml, `note`
#   school-SWITCH-SCHOOL-note            evidence/schools.toml, `note` of a school
#   school-SWITCH-SCHOOL-BELIEF-note     evidence/schools.toml, `note` of a parameter in a school's bundle
#   threshold-KEY-note                   evidence/schools.toml, `note` of a published threshold
#   copula-FIRST-SECOND-note             evidence/copula.toml, `note` of a pair, its two keys in the order of `of`
