# shellcheck shell=bash disable=SC2034,SC2154
# Pages of 50 clients: every sort with every filter. See run.sh.

rows_list() {
	cat <<-'END'
	list		-		-	20/8	-	page of 50, slowest sort and filter
	END
}

# The pages: every sort with every filter. Where a line begins with "?", a
# crm-client that does not know the option (status 2) is let off.
sorts="name last_visit bookings spent created"
filters() {
	cat <<-END

	--after $((N / 2))
	--status inactive
	--tag vip
	--tag rare
	--staff x
	? --country PT
	--new
	--guest
	END
}

series_list() {
	local sort line mercy args
	base
	for sort in $sorts; do
		while read -r line; do
			mercy=
			case $line in "? "*) mercy=2 line=${line#"? "} ;; esac
			read -ra args <<<"$line"
			worst list "--sort $sort $line" "$BUILD/crm-client" \
			    list -d own.db --limit 50 --sort "$sort" \
			    ${args[@]+"${args[@]}"}
		done < <(filters)
	done
	worst_end list
}
