"""A headline that names a topic is no news: newsrooms throw such a release away."""

from __future__ import annotations

import pytest

from briefcast.language.topics import is_topic

TOPICS = {
    "en": [
        "Report on digital transformation",
        "Annual report 2025",
        "Results of the vaccination campaign in 2025",
        "Overview of the labour market",
        "Labour market in Q3 2025",
        "Retail sales in Great Britain, September 2025",
        "Monthly bulletin, October 2025",
        "Progress of administrative reform",
        "Example Province in figures",
        "Situation of road safety in the first nine months of 2025",
        "Implementation of Resolution 57-NQ/TW",
        "Half-year results",
        "Update on dengue fever",
        "The water economy in 2025",
        "Statistics on tourism, third quarter of 2025",
        "Nine-month socio-economic report",
        "Information on public services",
        "Viet Nam’s economy in the first six months of 2023",
        "Key figures of the health system",
        "The school-leaving exam of 2025",
    ],
    "vi": [
        "Báo cáo chuyển đổi số",
        "Tình hình kinh tế – xã hội 9 tháng đầu năm 2025",
        "Kết quả cải cách hành chính năm 2025",
        "Tổng kết công tác giảm nghèo giai đoạn 2021–2025",
        "Kinh tế – xã hội 9 tháng đầu năm 2025",
        "Thị trường lao động quý III/2025",
        "Công tác bảo đảm an toàn giao thông",
        "Số liệu tỉnh Mẫu",
        "Sơ kết 6 tháng thực hiện Nghị quyết 57-NQ/TW",
        "Tình hình thực hiện Quyết định 749/QĐ-TTg quý IV",
        "Thông tin về dịch sốt xuất huyết",
        "Giảm nghèo bền vững giai đoạn 2021–2025",
        "Giá tiêu dùng tháng 10",
        "Kết quả tăng trưởng kinh tế tháng 10/2025",
        "Tổng quan thị trường du lịch",
        "Nghị quyết 57 nhìn lại",
        "Đánh giá chất lượng không khí năm 2025",
        "Kỳ thi tốt nghiệp THPT năm 2025",
        "Dịch vụ công trực tuyến sáu tháng đầu năm",
    ],
    "he": [
        "דוח הרבעון השלישי של עיריית גבעת אורנים",
        "דוח שנתי 2025",
        "סיכום חצי שנה",
        "נתוני התעסוקה ברבעון השלישי",
        "תוצאות מבצע החיסונים",
        "תמונת מצב: ",
        "העירייה במספרים",
        "סקירת שוק העבודה",
        "עדכון על מחלת הדנגי",
        "מצב הבטיחות בדרכים",
        "משק המים בשנת 2025",
        "יישום החלטה 749/QĐ-TTg",
        "פעילות העירייה ברבעון השלישי",
        "נתונים על תיירות",
        "מידע על השירותים הדיגיטליים",
        "סטטיסטיקה חודשית, אוקטובר 2025",
        "מחוז הדגמה במספרים",
        "שוק העבודה ברבעון השלישי של 2025",
    ],
}

FINDINGS = {
    "en": [
        "Prices are 3.2% higher than a year ago",
        "Poverty more than halved, 2021 to 2025",
        "Digital government is moving closer to people",
        "Fast internet reaches the villages",
        "Activating VNeID does not cost 50,000 dong",
        "Results improve in every district",
        "Report finds two in three sites unsafe",
        "Retail sales fell in September 2025",
        "Road deaths rise for the second year",
        "New clinic opens in March",
        "Flu vaccine: who can get it free this winter?",
        "Figures revised: 12,000 fewer jobs",
        "Update: the bridge is open again",
        "The digital economy opens new markets",
        "Waiting time cut to two days",
        "More than 8 in 10 homes have fibre",
        "Tan Phu commune: papers back the same day",
        "Four steps and it is done",
        "Unemployment at a record low",
        "Paperwork without the wait",
        "All targets for 2025 missed but one",
        "Budget plan approved",
    ],
    "vi": [
        "Giá tiêu dùng tăng 3,2% sau một năm",
        "Giai đoạn 2021–2025: hộ nghèo giảm hơn một nửa",
        "Chính phủ số ngày càng gần dân hơn",
        "Mạng nhanh về tới thôn bản",
        "GRDP 9 tháng tăng 8,65%",
        "Xã Tân Phú trả kết quả trong ngày",
        "Không có chuyện thu phí khi kích hoạt VNeID",
        "Kết quả cải cách hành chính tăng 5 bậc",
        "Thu ngân sách vượt dự toán",
        "Giải ngân đầu tư công đạt 47,3%",
        "Tai nạn giao thông giảm ở cả ba tiêu chí",
        "Kinh tế số mở thêm thị trường",
        "Việt Nam tăng 15 bậc về chính phủ điện tử",
        "Làm giấy tờ không phải chờ",
        "Ai được miễn học phí?",
        "Tình hình thiếu nước còn kéo dài",
        "Việc giấy tờ, làm tại nhà",
        "Sáu xã chưa có nước sạch",
        "Bốn bước là xong",
        "Kinh tế phục hồi trong quý III",
    ],
    "he": [
        "המחירים עלו ב־3.2% בשנה",
        "הממשל הדיגיטלי מתקרב לאזרחים",
        "האינטרנט המהיר מגיע לכפרים",
        "הפעלת VNeID אינה עולה כסף",
        "מספר ההרוגים בכבישים עלה",
        "זמן ההמתנה התקצר ליומיים",
        "נפתחו שני גני ילדים",
        "הכלכלה הדיגיטלית פותחת שווקים",
        "יותר מ־8 מתוך 10 בתים מחוברים לסיב",
        "מי פטור משכר לימוד?",
        "דוח המבקר: רוב המבנים אינם בטוחים",
        "תוצאות המבחנים השתפרו",
        "האבטלה בשפל של עשור",
        "44 מתוך 63 המשימות הושלמו",
        "טפסים בלי תורים",
        "ארבעה צעדים וזהו",
        "כפר טאן פו: תשובה באותו יום",
        "התקציב אושר ברוב גדול",
        "לאן הולך התקציב",
        "מכירות הקמעונאות ירדו בספטמבר",
    ],
}


@pytest.mark.parametrize("language", TOPICS)
def test_a_topic_is_known(language: str) -> None:
    """A release called "Report on digital transformation" went out without a word."""
    assert len(TOPICS[language]) >= 15
    assert [headline for headline in TOPICS[language] if not is_topic(headline, language)] == []


@pytest.mark.parametrize("language", FINDINGS)
def test_a_finding_is_none(language: str) -> None:
    """Whoever is told that a good headline has no news stops reading what the check says."""
    assert len(FINDINGS[language]) >= 15
    assert [headline for headline in FINDINGS[language] if is_topic(headline, language)] == []
