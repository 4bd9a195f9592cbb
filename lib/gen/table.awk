# table.awk: turn share/phone.tsv or share/currency.tsv into a C header.
#
#	awk -f lib/gen/table.awk share/phone.tsv > build/gen/phone_table.h
#
# The tables come out sorted by their first member, for a binary search,
# whatever the order of the lines.

BEGIN {
	FS = "\t"
}

/^#/ || NF == 0 {
	next
}

function fail(why)
{
	printf "%s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"
	failed = 1
	exit 1
}

# Put key into the sorted list: the tables are short.
function insert(list, n, key,    i)
{
	for (i = n; i > 0 && list[i] > key ""; i--)
		list[i + 1] = list[i]
	if (i > 0 && list[i] == key "")
		fail("twice: " key)
	list[i + 1] = key ""
	return n + 1
}

FILENAME ~ /currency/ {
	if ($1 !~ /^[A-Z][A-Z][A-Z]$/ || $2 !~ /^[0-4]$/ || $3 == "")
		fail("not a currency")
	currencies = insert(currency, currencies, $1)
	decimals[$1] = $2
	next
}

{
	if ($1 !~ /^[A-Z][A-Z]$/ || $2 !~ /^[1-9][0-9]*$/ ||
	    $3 !~ /^[0-9]*$/ || $4 !~ /^[0-9][0-9,]*$/)
		fail("not a region")
	regions = insert(region, regions, $1)
	code[$1] = $2
	trunk[$1] = $3
	lengths[$1] = mask($4)
	if (!($2 in main))
		codes = insert(codelist, codes, $2)
	if (!($2 in main) || $5 == "main")
		main[$2] = $1
	all[$2] = all[$2] (all[$2] == "" ? "" : " | ") lengths[$1]
}

# "8,9" as an expression with the bits 8 and 9 set; awk has no such operator.
function mask(text,    part, n, i, out)
{
	n = split(text, part, ",")
	for (i = 1; i <= n; i++)
		if (part[i] != "")
			out = out (out == "" ? "" : " | ") "1u << " part[i]
	return out
}

END {
	if (failed)
		exit 1
	printf "/* Made from %s by table.awk: change that. */\n\n", FILENAME
	if (currencies > 0)
		write_currencies()
	else
		write_regions()
}

function write_currencies(    i)
{
	print "static const struct {\n\tchar code[4];\n\tsigned char decimals;"
	print "} currency_table[] = {"
	for (i = 1; i <= currencies; i++)
		printf "\t{ \"%s\", %d },\n", currency[i], decimals[currency[i]]
	print "};"
}

function write_regions(    i, r)
{
	print "static const struct phone_region {\n\tchar region[3];"
	print "\tchar code[4];\n\tchar trunk[4];\n\tunsigned lengths;"
	print "} phone_regions[] = {"
	for (i = 1; i <= regions; i++) {
		r = region[i]
		printf "\t{ \"%s\", \"%s\", \"%s\", %s },\n", r, code[r],
		    trunk[r], lengths[r]
	}
	print "};\n\n/* lengths: of all regions with the code */"
	print "static const struct phone_code {\n\tchar code[4];"
	print "\tchar main[3];\n\tunsigned lengths;\n} phone_codes[] = {"
	for (i = 1; i <= codes; i++)
		printf "\t{ \"%s\", \"%s\", %s },\n", codelist[i],
		    main[codelist[i]], all[codelist[i]]
	print "};"
}
