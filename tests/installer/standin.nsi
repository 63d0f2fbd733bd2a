; A program that stands in for NaGlass: writes what it was called with into the person's folder; with --stay it stays a while.
Unicode true
Target amd64-unicode
SilentInstall silent
RequestExecutionLevel user
Name "stand-in"
OutFile "${OUTPUT}"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
Section
  ${GetParameters} $0
  FileOpen $1 "$PROFILE\called.txt" w
  FileWrite $1 "$0"
  FileClose $1
  ${If} $0 == "--stay"
    Sleep 600000
  ${EndIf}
SectionEnd
