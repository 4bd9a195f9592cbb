# preset.awk: *.map as the C table that preset.c includes, of the name in table.
function name_of(file,    parts, n)
{
	n = split(file, parts, "/")
	sub(/\.map$/, "", parts[n])
	return parts[n]
}

BEGIN {
	print "static const struct {\n\tconst char *name, *text;\n} " table "[] = {"
}

FNR == 1 {
	if (NR > 1)
		print "\t},"
	printf "\t{ \"%s\",\n", name_of(FILENAME)
}

{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	printf "\t  \"%s\\n\"\n", $0
}

END {
	print "\t},\n};"
}
