; The installer of the Windows program, for Inno Setup 6: `dev.py build` on Windows compiles it.
;   iscc /DDist=<dist\windows> tools\windows\hallclient.iss
;
; It puts the program folder in place and nothing else. The books, settings, keys and backups are in
; the user's own folders (%LOCALAPPDATA%\hallclient, Windows' key store); no line here touches them,
; neither when a newer version is installed over an older one, whose database the program itself
; brings up to date after a backup, nor when it is taken away, which it says.

#ifndef Dist
  #define Dist "..\..\dist\windows"
#endif
#define Program "hallclient.exe"
#define Version GetStringFileInfo(Dist + "\hallclient\" + Program, "ProductVersion")

[Setup]
; Never changed: by this a newer version finds the one before it.
AppId={{7C0B6E0E-5A4D-4B63-9C57-0A6C4E0F9B21}
AppName={cm:ProductName}
AppVersion={#Version}
AppVerName={cm:ProductName} {#Version}
AppPublisher=hallclient
VersionInfoVersion={#Version}
VersionInfoDescription=营业厅台席安装程序 (setup of hallclient)
VersionInfoProductName=营业厅台席 (hallclient)
; For the one user who installs it, without an administrator; for everybody if one wants so.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
DefaultDirName={autopf}\hallclient
DisableProgramGroupPage=yes
UsePreviousAppDir=yes
UsePreviousTasks=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\resources\icons\hallclient.ico
UninstallDisplayIcon={app}\{#Program}
UninstallDisplayName={cm:ProductName}
OutputDir={#Dist}
OutputBaseFilename=hallclient-{#Version}-windows-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ShowLanguageDialog=auto
; A running client is asked to close as at a log-off: what is typed is kept as a draft. It is never
; killed; whoever says no goes on working, and the installer waits.
CloseApplications=yes
CloseApplicationsFilter=*.exe,*.dll,*.pyd
RestartApplications=no
SetupLogging=yes

[Languages]
Name: "zh"; MessagesFile: "compiler:Default.isl,zh.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[Messages]
en.ConfirmUninstall=Do you want to uninstall %1?%n%nThe books, settings, keys and backups are not deleted; they stay in the folders they are in.
en.UninstalledAll=%1 was uninstalled.%n%nThe books, settings, keys and backups are still on this PC.
en.UninstalledMost=%1 was uninstalled; some files of the program could not be removed and can be deleted by hand.%n%nThe books, settings, keys and backups are still on this PC.

[CustomMessages]
zh.ProductName=营业厅台席
en.ProductName=Business hall desk
zh.DesktopIcon=在桌面上放置图标
en.DesktopIcon=Put an icon on the desktop
zh.OpenNow=打开 %1
en.OpenNow=Open %1

[Tasks]
Name: "desktop"; Description: "{cm:DesktopIcon}"

[InstallDelete]
; The libraries of the version before: left behind, an old one could be loaded beside the new ones.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Dist}\hallclient\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{cm:ProductName}"; Filename: "{app}\{#Program}"
Name: "{autodesktop}\{cm:ProductName}"; Filename: "{app}\{#Program}"; Tasks: desktop

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:OpenNow,{cm:ProductName}}"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
; Byte code that the program wrote beside its migrations, and nothing else.
Type: filesandordirs; Name: "{app}\_internal\hallclient"

[Code]
// Whether the program runs: Windows lets nobody write to a program that does.
function IsRunning(): Boolean;
var
  Stream: TFileStream;
begin
  Result := False;
  if FileExists(ExpandConstant('{app}\{#Program}')) then
    try
      Stream := TFileStream.Create(ExpandConstant('{app}\{#Program}'), fmOpenReadWrite);
      Stream.Free;
    except
      Result := True;
    end;
end;

function ProgramIsOpen(): String;
begin
  Result := FmtMessage(SetupMessage(msgUninstallAppRunningError), [CustomMessage('ProductName')]);
end;

// Asks to close the program until it is closed, or whoever uninstalls gives up.
function InitializeUninstall(): Boolean;
begin
  Result := True;
  while Result and IsRunning() do
    Result := SuppressibleMsgBox(ProgramIsOpen(), mbError, MB_OKCANCEL, IDCANCEL) = IDOK;
end;
