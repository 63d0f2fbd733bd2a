; The installer of NaGlass for Windows: one script, for the person who runs it or, with /DMACHINE, for everybody on the
; computer. It needs no network. package.py gives it:
;
;   VERSION    what people read, 1.2.3 or 1.2.3rc1     VERSION_4   the same as four numbers
;   LISTS      the folder of install.nsh, uninstall.nsh (payload.py)      KILOBYTES   what it weighs installed
;   ICONS      the folder of naglass.ico and project.ico (icons.py)      OUTPUT      the installer to write
; and optional:
;   QUICK      packed badly and at once, for tests
;   SIGN       a command that signs the file named after it
;
; Exit codes with /S: 0 done, 1 cancelled, 2 failed (NaGlass runs, the disk is full, Windows is too old).

Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestLongPathAware true
!ifdef QUICK
  SetCompress off
!else
  SetCompressor /SOLID lzma
!endif
!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "FileFunc.nsh"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\NaGlass"
!define APP_PATH "Software\Microsoft\Windows\CurrentVersion\App Paths\naglass.exe"
!define OPENER "Software\Classes\Applications\naglass.exe"
!define PROJECT "NaGlass.Project"
!define ABOUT "From the raw files of a solid-electrolyte study to its figures and numbers"

; -- for whom --------------------------------------------------------------------------------------------------------

!ifdef MACHINE
  RequestExecutionLevel admin
  InstallDir "$PROGRAMFILES64\NaGlass"
  InstallDirRegKey HKLM "${UNINSTALL}" "InstallLocation"
  !define FOR_WHOM all
!else
  RequestExecutionLevel user
  InstallDir "$LOCALAPPDATA\Programs\NaGlass"
  InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
  !define FOR_WHOM current
!endif

Name "NaGlass"
BrandingText "NaGlass ${VERSION}"
OutFile "${OUTPUT}"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
!endif

VIProductVersion "${VERSION_4}"
VIFileVersion "${VERSION_4}"
VIAddVersionKey "ProductName" "NaGlass"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Installer of NaGlass"
VIAddVersionKey "CompanyName" "NaGlass"
VIAddVersionKey "LegalCopyright" "GPL-3.0-or-later"

; -- what is seen ----------------------------------------------------------------------------------------------------

!define MUI_ICON "${ICONS}/naglass.ico"
!define MUI_UNICON "${ICONS}/naglass.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "Start NaGlass"
!define MUI_FINISHPAGE_RUN_FUNCTION Start
; In the words of the person's own folders: $APPDATA is everybody's where NaGlass is installed for all.
!define MUI_UNCONFIRMPAGE_TEXT_TOP "NaGlass is removed. Your projects stay, and so do settings, earlier versions, recovery \
  copies and logs, in %APPDATA%\NaGlass and %LOCALAPPDATA%\NaGlass: delete these folders yourself if you want them gone."
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Says why it cannot go on, and ends; with /S the exit code says it.
!macro Refuse SENTENCE
  MessageBox MB_OK|MB_ICONSTOP "${SENTENCE}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

; A running program cannot be replaced: Windows refuses to open it for writing.
!macro RefuseWhileRunning
  ${For} $1 1 2
    StrCpy $0 "naglass.exe"
    ${If} $1 = 2
      StrCpy $0 "naglass-console.exe"
    ${EndIf}
    ${If} ${FileExists} "$INSTDIR\$0"
      ClearErrors
      FileOpen $2 "$INSTDIR\$0" a
      ${If} ${Errors}
        !insertmacro Refuse "NaGlass is running, or $INSTDIR cannot be written to. Save your project, close NaGlass, and try again."
      ${EndIf}
      FileClose $2
    ${EndIf}
  ${Next}
!macroend

; The Explorer learns of new icons and openers at once.
!macro TellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

; -- installing ------------------------------------------------------------------------------------------------------

Function .onInit
  SetShellVarContext ${FOR_WHOM}
  SetRegView 64
  ${IfNot} ${AtLeastWin10}
    !insertmacro Refuse "NaGlass ${VERSION} needs Windows 10 or newer."
  ${EndIf}
FunctionEnd

Section "NaGlass"
  !insertmacro RefuseWhileRunning
  ; An older version takes its own files away, so that none of them stays beside the new ones.
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S /UPGRADE _?=$INSTDIR' $0
    ${If} $0 <> 0
      !insertmacro Refuse "The NaGlass in $INSTDIR could not be replaced. Uninstall it in the Settings of Windows, then try again."
    ${EndIf}
  ${EndIf}
  ClearErrors
  !include "${LISTS}/install.nsh"
  SetOutPath "$INSTDIR"
  File "${ICONS}/project.ico"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ${If} ${Errors}
    !insertmacro Refuse "Not every file could be written to $INSTDIR. Make sure that the disk is not full and that you may write there, then try again."
  ${EndIf}
  Call Register
SectionEnd

Function Register
  CreateShortcut "$SMPROGRAMS\NaGlass.lnk" "$INSTDIR\naglass.exe" "" "$INSTDIR\naglass.exe" 0 SW_SHOWNORMAL "" "${ABOUT}"

  WriteRegStr SHCTX "Software\Classes\.naglass" "" "${PROJECT}"
  WriteRegStr SHCTX "Software\Classes\.naglass\OpenWithProgids" "${PROJECT}" ""
  WriteRegStr SHCTX "Software\Classes\${PROJECT}" "" "NaGlass project"
  WriteRegStr SHCTX "Software\Classes\${PROJECT}\DefaultIcon" "" "$INSTDIR\project.ico"
  WriteRegStr SHCTX "Software\Classes\${PROJECT}\shell\open\command" "" '"$INSTDIR\naglass.exe" "%1"'
  ; "Open with" of every other file offers it, too.
  WriteRegStr SHCTX "${OPENER}" "FriendlyAppName" "NaGlass"
  WriteRegStr SHCTX "${OPENER}\DefaultIcon" "" "$INSTDIR\naglass.exe,0"
  WriteRegStr SHCTX "${OPENER}\shell\open\command" "" '"$INSTDIR\naglass.exe" "%1"'
  WriteRegStr SHCTX "${APP_PATH}" "" "$INSTDIR\naglass.exe"

  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "NaGlass"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\naglass.exe,0"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "NaGlass"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  !insertmacro TellExplorer
FunctionEnd

; By the Explorer, so that it has the rights of the person and not those of an administrator.
Function Start
  Exec '"$WINDIR\explorer.exe" "$SMPROGRAMS\NaGlass.lnk"'
FunctionEnd

; -- uninstalling ----------------------------------------------------------------------------------------------------

Function un.onInit
  SetShellVarContext ${FOR_WHOM}
  SetRegView 64
FunctionEnd

Section "Uninstall"
  !insertmacro RefuseWhileRunning
  ClearErrors
  ; File by file: what a person put into these folders stays, and so do folders that are not empty.
  SetOutPath "$TEMP"
  !include "${LISTS}/uninstall.nsh"
  Delete "$INSTDIR\project.ico"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/UPGRADE" $0
  ${IfNot} ${Errors}
    ; The new version writes shortcut, association and uninstaller in their places.
    Return
  ${EndIf}
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\NaGlass.lnk"
  Call un.Unregister
SectionEnd

Function un.Unregister
  ReadRegStr $0 SHCTX "Software\Classes\.naglass" ""
  ${If} $0 == "${PROJECT}"
    DeleteRegValue SHCTX "Software\Classes\.naglass" ""
  ${EndIf}
  DeleteRegValue SHCTX "Software\Classes\.naglass\OpenWithProgids" "${PROJECT}"
  ; Another program may have registered itself for these files.
  DeleteRegKey /ifempty SHCTX "Software\Classes\.naglass\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "Software\Classes\.naglass"
  DeleteRegKey SHCTX "Software\Classes\${PROJECT}"
  DeleteRegKey SHCTX "${OPENER}"
  DeleteRegKey SHCTX "${APP_PATH}"
  DeleteRegKey SHCTX "${UNINSTALL}"
  !insertmacro TellExplorer
FunctionEnd
