# shellcheck shell=bash disable=SC2154
# Clients searched for by a part of name, email or phone. See run.sh.

rows_search() {
	cat <<-'END'
	search		-		-	250/50	-	part of name, email, phone; slowest
	END
}

# The searches; email and phone are those of one client of the middle.
searches() {
	local digits=${phone//[!0-9]/} number=${email//[!0-9]/}

	cat <<-END
	uintavarr
	silva
	joao
	ana sil
	ковал
	佐々
	秀
	$number
	${number: -3}@
	@example.com
	${digits:3:6}
	$phone
	xqzwvkj
	END
}

series_search() {
	local line
	base
	somebody
	while read -r line; do
		worst search "--search '$line'" "$BUILD/crm-client" list \
		    -d own.db --limit 50 --search "$line"
	done < <(searches)
	worst_end search
}
