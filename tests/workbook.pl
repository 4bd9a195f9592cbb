#!/usr/bin/perl
# workbook.pl FILE: a workbook out of what stands on stdin, for tests.
#
#	@NAME TEXT	a part of the archive, in place of the one made here
#	#SHEET [STATE]	a sheet begins: its name and perhaps "hidden"
#	cells		a row; between tabs: text, or =NUMBER, or =NUMBER:STYLE,
#			or ~XML of a whole cell, or nothing
# Styles are 1: 00000-000, 2: a day, 3: day and time, 4: [h]:mm, 5: (00)
# 00000-0000, 6: time of day. Nothing is compressed.
use strict;
use warnings;

my (@sheets, %part, @order);
my @styles = ('General', '00000\\-000', 'dd/mm/yyyy', 'yyyy-mm-dd hh:mm:ss',
    '[h]:mm', '\\(00\\)\\ 00000\\-0000', 'hh:mm');

sub crc32 {
	my $crc = 0xffffffff;
	for my $byte (unpack 'C*', $_[0]) {
		$crc ^= $byte;
		$crc = $crc & 1 ? $crc >> 1 ^ 0xedb88320 : $crc >> 1 for 1 .. 8;
	}
	return $crc ^ 0xffffffff;
}

sub escape {
	my ($text) = @_;
	$text =~ s/&/&amp;/g;
	$text =~ s/</&lt;/g;
	return $text;
}

sub cell {
	my ($place, $text) = @_;
	return $1 if $text =~ /^~(.*)/s;
	return qq(<c r="$place" s=") . ($2 // 0) . qq("><v>$1</v></c>)
	    if $text =~ /^=([^:]*)(?::(\d+))?$/;
	return '' if $text eq '';
	return qq(<c r="$place" t="inlineStr"><is><t xml:space="preserve">) .
	    escape($text) . '</t></is></c>';
}

sub put {
	my ($name, $text) = @_;
	push @order, $name if !exists $part{$name};
	$part{$name} //= $text;
}

while (my $line = <STDIN>) {
	chomp $line;
	if ($line =~ /^@(\S+) (.*)/s) {
		put($1, $2);
	} elsif ($line =~ /^#(\S+)(?: (\S+))?$/) {
		push @sheets, {name => $1, state => $2, rows => []};
	} else {
		my ($n, $i) = (scalar @{$sheets[-1]{rows}} + 1, 0);
		push @{$sheets[-1]{rows}}, qq(<row r="$n">) . join('', map {
			cell(chr(65 + $i++) . $n, $_) } split /\t/, $line) .
		    '</row>';
	}
}
my ($list, $relations, $n) = ('', '', 0);
for my $sheet (@sheets) {
	$n++;
	my $state = $sheet->{state} ? qq( state="$sheet->{state}") : '';
	$list .= qq(<sheet name="$sheet->{name}"$state r:id="s$n"/>);
	$relations .= qq(<Relationship Id="s$n" Type="t/worksheet" ) .
	    qq(Target="sheets/$n.xml"/>);
	put("xl/sheets/$n.xml", '<worksheet><sheetData>' .
	    join('', @{$sheet->{rows}}) . '</sheetData></worksheet>');
}
put('_rels/.rels', '<Relationships><Relationship Id="a" ' .
    'Type="t/officeDocument" Target="/xl/workbook.xml"/></Relationships>');
put('xl/workbook.xml',
    qq(<workbook xmlns:r="r"><workbookPr/><sheets>$list</sheets></workbook>));
put('xl/_rels/workbook.xml.rels', "<Relationships>$relations" .
    '<Relationship Id="a" Type="t/styles" Target="styles.xml"/>' .
    '<Relationship Id="b" Type="t/sharedStrings" Target="shared.xml"/>' .
    '</Relationships>');
put('xl/styles.xml', '<styleSheet><numFmts>' . join('', map {
	qq(<numFmt numFmtId=") . (200 + $_) . qq(" formatCode="$styles[$_]"/>)
    } 1 .. $#styles) . '</numFmts><cellXfs>' . join('', map {
	qq(<xf numFmtId=") . ($_ ? 200 + $_ : 0) . qq("/>) } 0 .. $#styles) .
    '</cellXfs></styleSheet>');

my ($body, $index) = ('', '');
for my $name (@order) {
	my $text = $part{$name};
	my $stored = $name =~ s/^dup://r;
	my $head = pack('vvvvvVVVvv', 20, 0, 0, 0, 33, crc32($text),
	    length $text, length $text, length $stored, 0);
	$index .= pack('Vv', 0x02014b50, 20) . $head .
	    pack('vvvVV', 0, 0, 0, 0, length $body) . $stored;
	$body .= pack('V', 0x04034b50) . $head . $stored . $text;
}
open my $out, '>', $ARGV[0] or die "$ARGV[0]: $!\n";
binmode $out;
print $out $body, $index, pack('VvvvvVVv', 0x06054b50, 0, 0, scalar @order,
    scalar @order, length $index, length $body, 0);
close $out or die "$ARGV[0]: $!\n";
