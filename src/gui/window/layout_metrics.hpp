#pragma once

namespace sallyport::metrics {

// Device-independent pixels; pass them through wxWindow::FromDIP.
inline constexpr int kMargin = 12;    ///< around a page or a dialog
inline constexpr int kGap = 6;        ///< between neighbours
inline constexpr int kGroupGap = 18;  ///< between groups
inline constexpr int kIndent = 24;    ///< what a check box governs
inline constexpr int kAppIcon = 32;
inline constexpr int kNoteIcon = 16;
inline constexpr int kBannerIcon = 24;
inline constexpr int kBannerLines = 3;  ///< kept free, so that the page does not jump while its sentence changes
inline constexpr int kPlotHeight = 130;
inline constexpr int kExplanationLines = 3;  ///< kept free below a list
inline constexpr int kPortWidth = 80;
inline constexpr int kUserWidth = 170;
inline constexpr int kPasswordWidth = 150;
inline constexpr int kWindowWidth = 780;
inline constexpr int kWindowHeight = 820;
inline constexpr int kTitleBar = 40;  ///< kept free on a small display
inline constexpr int kWindowMinWidth = 720;
inline constexpr int kWindowMinHeight = 420;
inline constexpr int kTableHeight = 280;
inline constexpr int kDialogField = 380;
inline constexpr int kCheckWidth = 560;
inline constexpr int kSeverityWidth = 110;
inline constexpr int kPanelHeight = 150;  ///< of the lines of a restart, which scroll beyond it

}  // namespace sallyport::metrics
