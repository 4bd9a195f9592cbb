# table.awk: turn share/phone.tsv, currency.tsv, country.tsv, nickname.tsv,
# freemail.tsv or match_weight.tsv into a C header.
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

FILENAME ~ /country/ {
	if ($1 !~ /^[A-Z][A-Z]$/ || NF < 2)
		fail("not a country")
	for (i = 2; i <= NF; i++) {
		if ($i !~ /^[^A-Z"\\]+$/)
			fail("not a folded name: " $i)
		countries = insert(country, countries, $i)
		country_code[$i] = $1
	}
	next
}

# Every word with the lines it stands in, a bit each.
FILENAME ~ /nickname/ {
	if (++families > 64)
		fail("more than 64 lines")
	for (i = 1; i <= NF; i++) {
		if ($i !~ /^[a-z]+$/)
			fail("not a folded name: " $i)
		if (!($i in bits))
			names = insert(name, names, $i)
		bits[$i] = bits[$i] (bits[$i] == "" ? "" : " | ") \
		    "(uint64_t)1 << " families - 1
	}
	next
}

# The lines stay in their order, which is that of the levels.
FILENAME ~ /match_weight/ {
	if ($1 !~ /^[a-z]+$/ || $2 !~ /^[a-z_]+$/ || $3 !~ /^[.0-9]+$/ ||
	    $4 !~ /^[.0-9]+$/ || $5 !~ /^[.0-9]+$/)
		fail("not a weight")
	weight[++weights] = sprintf("{\"%s\", \"%s\", {%s, %s, %s}}",
	    $1, $2, $3, $4, $5)
	next
}

FILENAME ~ /freemail/ {
	if ($0 !~ /^[a-z0-9.-]+\.[a-z]+$/)
		fail("not a domain")
	domains = insert(domain, domains, $1)
	next
}

{
	if ($1 !~ /^[A-Z][A-Z]$/ || $2 !~ /^[1-9][0-9]*$/ ||
	    $3 !~ /^[0-9]*$/ || $4 !~ /^[0-9][0-9,]*$/)
		fail("not a region")
	regions = insert(region, regions, $1)
	code[$1] = $2
	trunk[$1] = $3
	if (!($2 in main))
		codes = insert(codelist, codes, $2)
	if (!($2 in main) || $5 == "main")
		main[$2] = $1
	all[$2] = all[$2] (all[$2] == "" ? "" : " | ") mask($4)
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
	else if (countries > 0)
		write_countries()
	else if (names > 0)
		write_names()
	else if (weights > 0)
		write_weights()
	else if (domains > 0)
		write_domains()
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

function write_countries(    i)
{
	print "static const struct {\n\tconst char *name;"
	print "\tchar code[3];\n} country_table[] = {"
	for (i = 1; i <= countries; i++)
		printf "\t{ \"%s\", \"%s\" },\n", country[i],
		    country_code[country[i]]
	print "};"
}

function write_names(    i)
{
	print "static const struct {\n\tconst char *word;"
	print "\tuint64_t families;\n} nickname_table[] = {"
	for (i = 1; i <= names; i++)
		printf "\t{ \"%s\", %s },\n", name[i], bits[name[i]]
	print "};"
}

function write_weights(    i)
{
	print "static const struct match_default {\n\tconst char *field, *level;"
	print "\tstruct match_weight weight;\n} match_defaults[] = {"
	for (i = 1; i <= weights; i++)
		printf "\t%s,\n", weight[i]
	print "};"
}

function write_domains(    i)
{
	print "static const char *const freemail_table[] = {"
	for (i = 1; i <= domains; i++)
		printf "\t\"%s\",\n", domain[i]
	print "};"
}

function write_regions(    i, r)
{
	if (regions > 255 || codes > 254)
		fail("too many for one byte")
	for (i = 1; i <= codes; i++)
		code_at[codelist[i]] = i - 1
	for (i = 1; i <= regions; i++)
		region_at[region[i]] = i - 1

	print "/* code: its place in phone_codes */"
	print "static const struct phone_region {\n\tchar region[3];"
	print "\tchar trunk[4];\n\tunsigned char code;\n} phone_regions[] = {"
	for (i = 1; i <= regions; i++) {
		r = region[i]
		printf "\t{ \"%s\", \"%s\", %d },\n", r, trunk[r],
		    code_at[code[r]]
	}
	print "};\n\n/* main: its place in phone_regions; lengths: a bit each,"
	print " * of all regions with the code */"
	print "static const struct phone_code {\n\tchar code[4];"
	print "\tunsigned char main;\n\tunsigned lengths;\n} phone_codes[] = {"
	for (i = 1; i <= codes; i++)
		printf "\t{ \"%s\", %d, %s },\n", codelist[i],
		    region_at[main[codelist[i]]], all[codelist[i]]
	print "};\n"
	write_index()
}

# No code begins another one, so three digits decide.
function write_index(    i, n, key)
{
	print "/* by the first three digits of a number: the place of its code,"
	print " * 255 for none */"
	print "static const unsigned char phone_index[1000] = {"
	for (i = 0; i < 1000; i++) {
		key = sprintf("%03d", i)
		for (n = 1; n <= 3; n++)
			if (substr(key, 1, n) in code_at)
				break
		printf "%s%d,%s", i % 16 == 0 ? "\t" : "",
		    n <= 3 ? code_at[substr(key, 1, n)] : 255,
		    i % 16 == 15 || i == 999 ? "\n" : " "
	}
	print "};"
}
