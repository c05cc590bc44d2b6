; The Start Menu's links to apps that Sallyport made, for this user.

; Removes those that start an app through the programs at $INSTDIR. The settings still ask for them, so that they come
; back with Sallyport. Uses $0 to $5.
Function un.RemoveMenuEntries
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${IfThen} $0 P= 0 ${|} Return ${|}
  ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}", .r1)'
  FindFirst $2 $3 "$SMPROGRAMS\Sallyport\*.lnk"
  ${DoWhile} $3 != ""
    ${IPersistFile::Load} $1 '("$SMPROGRAMS\Sallyport\$3", ${STGM_READ}).r5'
    ${If} $5 = 0
      ${IShellLink::GetPath} $0 '(.r4, ${NSIS_MAX_STRLEN}, 0, 0)'
      ${If} $4 == "$INSTDIR\sallyportw.exe"
      ${OrIf} $4 == "$INSTDIR\sallyport.exe"
        ; The desktop may be reading it, and the folder goes only with the last who does.
        ${For} $5 1 30
          Delete "$SMPROGRAMS\Sallyport\$3"
          ${IfNot} ${FileExists} "$SMPROGRAMS\Sallyport\$3"
            ${ExitFor}
          ${EndIf}
          Sleep 100
        ${Next}
      ${EndIf}
    ${EndIf}
    FindNext $2 $3
  ${Loop}
  FindClose $2
  ${IUnknown::Release} $1 ""
  ${IUnknown::Release} $0 ""
  ${For} $2 1 30
    RMDir "$SMPROGRAMS\Sallyport"
    ${IfNot} ${FileExists} "$SMPROGRAMS\Sallyport\*.*"
      ${ExitFor}
    ${EndIf}
    Sleep 100
  ${Next}
FunctionEnd
