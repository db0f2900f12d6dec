#Requires -Version 5.1
<#
.SYNOPSIS
A runbook without a person: from an error to the next step, with the whole report as JSON beside it.

.DESCRIPTION
Changes nothing. Ends with the exit code of rdpfix (rdpfix help exit-codes).

.EXAMPLE
.\runbook.ps1 0x904/0x7 -Answer certificate-state=expired, host-reach=yes

.EXAMPLE
.\runbook.ps1 (Get-Clipboard -Raw) -AnswersFile .\answers.json -Report .\srv01.json
#>
param(
    [Parameter(Mandatory = $true, Position = 0)] [string] $ErrorText,
    [string[]] $Answer = @(),
    [string[]] $Tried = @(),
    [string] $AnswersFile,
    [string] $Report = 'rdpfix-report.json',
    [string] $Rdpfix = 'rdpfix'
)
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

# Windows PowerShell 5.1 pipes ASCII unless told otherwise. The error goes in by standard input, because
# 5.1 also loses quotation marks inside the arguments of a program.
$OutputEncoding = New-Object System.Text.UTF8Encoding $false

$flags = @('--no-input', '--json', '--output', $Report, '--force')
foreach ($item in $Answer) { $flags += '--answer', $item }
foreach ($item in $Tried) { $flags += '--tried', $item }
if ($AnswersFile) { $flags += '--answers', $AnswersFile }

$failure = $ErrorText | & $Rdpfix diagnose - @flags
$code = $LASTEXITCODE

# The one case in which no report is written: the reason is on standard output.
if ($code -eq 2) {
    $failed = ($failure -join "`n") | ConvertFrom-Json
    Write-Warning "rdpfix: $($failed.error.message)"
    exit 2
}

$result = Get-Content -Raw -LiteralPath $Report | ConvertFrom-Json
switch ($code) {
    0 {
        if ($result.next.kind -eq 'connected') { 'CONNECTED'; break }
        $fix = $result.plan[0]
        "FIX   $($fix.title), on the $($fix.sides -join ', ')"
        if ($fix.warning) { "WARN  $($fix.warning)" }
        "MORE  rdpfix explain $($fix.id)"
    }
    1 { "HAND OVER to $($result.next.to)" }
    3 {
        "ASK   $($result.next.ask)"
        foreach ($item in @($result.missing | Select-Object -First 3)) { "      $($item.flag)" }
    }
    4 {
        'UNDO  It connects, but a temporary weakening is still in place:'
        foreach ($item in $result.temporary) { "      rdpfix explain $($item.id)" }
    }
}
exit $code
